package lsp

import "encoding/json"

// The types of the protocol, as far as they are used here: version 3.17 of the specification, and snippets in edits from 3.18.
// Fields that may be missing are pointers or omitted when empty.
type (
	position struct {
		Line      uint32 `json:"line"`
		Character uint32 `json:"character"`
	}
	textRange struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	location struct {
		URI   string    `json:"uri"`
		Range textRange `json:"range"`
	}
	textDocumentID struct {
		URI string `json:"uri"`
	}
	versionedID struct {
		URI     string `json:"uri"`
		Version int32  `json:"version"`
	}
	// An optionalID has a null version where the document is not open.
	optionalID struct {
		URI     string `json:"uri"`
		Version *int32 `json:"version"`
	}
	documentParams struct {
		TextDocument textDocumentID `json:"textDocument"`
	}
)

// Lifecycle.
type (
	initializeParams struct {
		ProcessID    *int32             `json:"processId"`
		RootPath     *string            `json:"rootPath"`
		RootURI      *string            `json:"rootUri"`
		Folders      []workspaceFolder  `json:"workspaceFolders"`
		Capabilities clientCapabilities `json:"capabilities"`
		Options      json.RawMessage    `json:"initializationOptions"`
	}
	workspaceFolder struct {
		URI  string `json:"uri"`
		Name string `json:"name"`
	}
	dynamic struct {
		Dynamic bool `json:"dynamicRegistration"`
	}
	refreshSupport struct {
		Refresh bool `json:"refreshSupport"`
	}
	clientCapabilities struct {
		General struct {
			PositionEncodings []encoding `json:"positionEncodings"`
		} `json:"general"`
		Workspace struct {
			Configuration          bool           `json:"configuration"`
			DidChangeConfiguration dynamic        `json:"didChangeConfiguration"`
			DidChangeWatchedFiles  dynamic        `json:"didChangeWatchedFiles"`
			Diagnostics            refreshSupport `json:"diagnostics"`
			CodeLens               refreshSupport `json:"codeLens"`
			InlayHint              refreshSupport `json:"inlayHint"`
			WorkspaceEdit          struct {
				DocumentChanges bool `json:"documentChanges"`
				Snippets        bool `json:"snippetEditSupport"`
			} `json:"workspaceEdit"`
		} `json:"workspace"`
		TextDocument struct {
			Diagnostic *struct {
				Related bool `json:"relatedDocumentSupport"`
			} `json:"diagnostic"`
			PublishDiagnostics struct {
				Related bool `json:"relatedInformation"`
			} `json:"publishDiagnostics"`
			CodeAction struct {
				Literals *struct{} `json:"codeActionLiteralSupport"`
			} `json:"codeAction"`
			DocumentSymbol struct {
				Hierarchical bool `json:"hierarchicalDocumentSymbolSupport"`
			} `json:"documentSymbol"`
			Hover struct {
				ContentFormat []string `json:"contentFormat"`
			} `json:"hover"`
			InlayHint *struct{} `json:"inlayHint"`
		} `json:"textDocument"`
	}

	initializeResult struct {
		Capabilities serverCapabilities `json:"capabilities"`
		ServerInfo   serverInfo         `json:"serverInfo"`
	}
	serverInfo struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	serverCapabilities struct {
		PositionEncoding   encoding           `json:"positionEncoding"`
		TextDocumentSync   syncOptions        `json:"textDocumentSync"`
		HoverProvider      bool               `json:"hoverProvider"`
		CodeActionProvider codeActionOptions  `json:"codeActionProvider"`
		CodeLensProvider   struct{}           `json:"codeLensProvider"`
		InlayHintProvider  bool               `json:"inlayHintProvider"`
		SymbolProvider     bool               `json:"documentSymbolProvider"`
		DiagnosticProvider diagnosticOptions  `json:"diagnosticProvider"`
		Workspace          workspaceProviders `json:"workspace"`
	}
	syncOptions struct {
		OpenClose bool        `json:"openClose"`
		Change    int         `json:"change"` // 2 is incremental
		Save      saveOptions `json:"save"`
	}
	saveOptions struct {
		IncludeText bool `json:"includeText"`
	}
	codeActionOptions struct {
		Kinds []string `json:"codeActionKinds"`
	}
	diagnosticOptions struct {
		Identifier            string `json:"identifier"`
		InterFileDependencies bool   `json:"interFileDependencies"`
		WorkspaceDiagnostics  bool   `json:"workspaceDiagnostics"`
	}
	workspaceProviders struct {
		Folders struct {
			Supported     bool `json:"supported"`
			Notifications bool `json:"changeNotifications"`
		} `json:"workspaceFolders"`
	}
	registrations struct {
		Registrations []registration `json:"registrations"`
	}
	registration struct {
		ID      string `json:"id"`
		Method  string `json:"method"`
		Options any    `json:"registerOptions,omitempty"`
	}
	watchOptions struct {
		Watchers []fileWatcher `json:"watchers"`
	}
	fileWatcher struct {
		Glob string `json:"globPattern"`
	}
	cancelParams struct {
		ID json.RawMessage `json:"id"`
	}
	logParams struct {
		Type    int    `json:"type"` // 1 error, 2 warning, 3 info
		Message string `json:"message"`
	}
)

// Document sync.
type (
	openParams struct {
		TextDocument struct {
			URI        string  `json:"uri"`
			LanguageID string  `json:"languageId"`
			Version    int32   `json:"version"`
			Text       *string `json:"text"`
		} `json:"textDocument"`
	}
	changeParams struct {
		TextDocument versionedID     `json:"textDocument"`
		Changes      []contentChange `json:"contentChanges"`
	}
	// A contentChange without a range is the whole text.
	contentChange struct {
		Range *textRange `json:"range"`
		Text  string     `json:"text"`
	}
)

// Workspace.
type (
	foldersParams struct {
		Event struct {
			Added   []workspaceFolder `json:"added"`
			Removed []workspaceFolder `json:"removed"`
		} `json:"event"`
	}
	configurationParams struct {
		Settings json.RawMessage `json:"settings"`
	}
	configurationItems struct {
		Items []configurationItem `json:"items"`
	}
	configurationItem struct {
		Section string `json:"section"`
	}
)

// Diagnostics.
type (
	diagnostic struct {
		Range           textRange       `json:"range"`
		Severity        int             `json:"severity"` // 1 error, 2 warning, 3 information
		Code            string          `json:"code,omitempty"`
		CodeDescription *href           `json:"codeDescription,omitempty"`
		Source          string          `json:"source"`
		Message         string          `json:"message"`
		Related         []related       `json:"relatedInformation,omitempty"`
		Data            *diagnosticData `json:"data,omitempty"`
	}
	href struct {
		Href string `json:"href"`
	}
	related struct {
		Location location `json:"location"`
		Message  string   `json:"message"`
	}
	// A diagnosticData comes back with a request for code actions.
	diagnosticData struct {
		Rule string `json:"rule"`
		Key  string `json:"key"` // tells findings of a document apart
	}
	publishParams struct {
		URI         string       `json:"uri"`
		Version     *int32       `json:"version,omitempty"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	diagnosticParams struct {
		TextDocument textDocumentID `json:"textDocument"`
		Previous     string         `json:"previousResultId"`
	}
	workspaceDiagnosticParams struct {
		Previous []struct {
			URI   string `json:"uri"`
			Value string `json:"value"`
		} `json:"previousResultIds"`
	}
	// A diagnosticReport is "full" with items, or "unchanged" without.
	diagnosticReport struct {
		Kind     string                      `json:"kind"`
		ResultID string                      `json:"resultId"`
		Items    *[]diagnostic               `json:"items,omitempty"`
		Related  map[string]diagnosticReport `json:"relatedDocuments,omitempty"`
	}
	workspaceReport struct {
		Items []workspaceItem `json:"items"`
	}
	workspaceItem struct {
		diagnosticReport
		URI     string `json:"uri"`
		Version *int32 `json:"version"`
	}
)

// Language features.
type (
	positionParams struct {
		TextDocument textDocumentID `json:"textDocument"`
		Position     position       `json:"position"`
	}
	rangeParams struct {
		TextDocument textDocumentID `json:"textDocument"`
		Range        textRange      `json:"range"`
	}
	hover struct {
		Contents markup    `json:"contents"`
		Range    textRange `json:"range"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
	codeActionParams struct {
		TextDocument textDocumentID `json:"textDocument"`
		Range        textRange      `json:"range"`
		Context      struct {
			Diagnostics []json.RawMessage `json:"diagnostics"`
			Only        []string          `json:"only"`
		} `json:"context"`
	}
	codeAction struct {
		Title       string         `json:"title"`
		Kind        string         `json:"kind"`
		Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
		Preferred   bool           `json:"isPreferred,omitempty"`
		Edit        *workspaceEdit `json:"edit"`
	}
	// A workspaceEdit has changes for clients that do not know documentChanges.
	workspaceEdit struct {
		Changes         map[string][]textEdit `json:"changes,omitempty"`
		DocumentChanges []documentEdit        `json:"documentChanges,omitempty"`
	}
	documentEdit struct {
		TextDocument optionalID `json:"textDocument"`
		Edits        []textEdit `json:"edits"`
	}
	// A textEdit has a snippet in place of the text for clients that know them.
	textEdit struct {
		Range   textRange `json:"range"`
		NewText *string   `json:"newText,omitempty"`
		Snippet *snippet  `json:"snippet,omitempty"`
	}
	snippet struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
	codeLens struct {
		Range   textRange `json:"range"`
		Command command   `json:"command"`
	}
	command struct {
		Title   string `json:"title"`
		Command string `json:"command"`
	}
	inlayHint struct {
		Position    position `json:"position"`
		Label       string   `json:"label"`
		Tooltip     *markup  `json:"tooltip,omitempty"`
		PaddingLeft bool     `json:"paddingLeft"`
	}
	documentSymbol struct {
		Name      string    `json:"name"`
		Detail    string    `json:"detail"`
		Kind      int       `json:"kind"`
		Range     textRange `json:"range"`
		Selection textRange `json:"selectionRange"`
	}
	symbolInformation struct {
		Name     string   `json:"name"`
		Kind     int      `json:"kind"`
		Location location `json:"location"`
	}
)
