;; Drives Emacs like a person: opens a script, waits for its diagnostics, hovers, asks for the code actions, types.
;; What it saw goes to the file in $REPORT as JSON.
(require 'eglot)
(require 'json)

(defvar seen (make-hash-table :test 'equal))

(defun wait-for (what condition)
  "Let time pass until CONDITION holds; WHAT says what that is."
  (let ((end (+ (float-time) 30)) value)
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or value (error "there is no %s" what))))

(defun diagnostics ()
  (mapcar (lambda (d)
            (list (cons 'line (line-number-at-pos (flymake-diagnostic-beg d)))
                  (cons 'text (flymake-diagnostic-text d))))
          (flymake-diagnostics)))

(defun shown (line)
  "The diagnostics, once one of them is at LINE, or at any line if that is nil."
  (wait-for "diagnostic"
            (lambda ()
              (flymake-start nil)
              (let ((list (diagnostics)))
                (and list (or (not line) (= line (alist-get 'line (car list)))) list)))))

(find-file "failopen.sh")
(run-hooks 'post-command-hook)
(wait-for "server" (lambda () (eglot-current-server)))
(puthash "first" (vconcat (shown nil)) seen)

(goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
(let ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (puthash "hover" (plist-get (plist-get hover :contents) :value) seen))
(let ((line (line-number-at-pos)))
  (puthash "titles" (vconcat (mapcar (lambda (a) (plist-get a :title))
                                     (eglot-code-actions (line-beginning-position) (line-end-position) nil nil)))
           seen)
  ;; Typing: two lines in front of the command move the finding.
  (goto-char (point-min))
  (forward-line 1)
  (insert "echo '😀'\n\n")
  (eglot--signal-textDocument/didChange)
  (puthash "moved" (vconcat (shown (+ line 2))) seen))

(with-temp-file (getenv "REPORT") (insert (json-encode seen)))
(set-buffer-modified-p nil)
(kill-emacs 0)
