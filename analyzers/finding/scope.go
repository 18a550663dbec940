package finding

import (
	"slices"
	"strings"
)

// scopes are the options of a client that say where what it destroys is, each with the one by which the client of its question says so.
var scopes = map[string]map[string]string{
	"aws":       unchanged("--region", "--profile", "--endpoint-url"),
	"gcloud":    unchanged("--project", "--zone", "--region", "--account", "--configuration"),
	"az":        unchanged("-g", "--resource-group", "--subscription"),
	"openstack": unchanged("--os-cloud", "--os-region-name", "--os-project-name"),
	"kubectl":   unchanged("--context", "--kubeconfig", "--cluster"),
	"oc":        unchanged("--context", "--kubeconfig", "--cluster"),
	"helm":      {"--kube-context": "--context", "--kubeconfig": "--kubeconfig"},
	"virsh":     unchanged("-c", "--connect"),
	"docker":    unchanged("-H", "--host", "-c", "--context"),
	"psql":      unchanged("-h", "--host", "-p", "--port", "-U", "--username"),
	"dropdb":    unchanged("-h", "--host", "-p", "--port", "-U", "--username"),
	"mysql":     unchanged("-h", "--host", "-P", "--port", "-u", "--user", "-S", "--socket", "--defaults-file", "--defaults-extra-file"),
}

func unchanged(options ...string) map[string]string {
	m := map[string]string{}
	for _, o := range options {
		m[o] = o
	}
	return m
}

// scope is what a question has to say so that it goes where the command goes: --region "$region".
func scope(words []string) string {
	at := slices.IndexFunc(words, func(w string) bool { return scopes[client(w)] != nil })
	if at < 0 {
		return ""
	}
	known := scopes[client(words[at])]
	var out strings.Builder
	for i := at + 1; i < len(words); i++ {
		name, value, joined := strings.Cut(words[i], "=")
		option := known[name]
		switch {
		case option == "" && known["--defaults-file"] != "" && strings.HasPrefix(words[i], "-p") && strings.Contains(words[i], "$"):
			out.WriteString(" " + words[i]) // the password, without a blank in between (mysql(1), -p)
		case option == "":
		case joined:
			out.WriteString(" " + option + "=" + value)
		case i+1 < len(words):
			i++
			out.WriteString(" " + option + " " + words[i])
		}
	}
	return out.String()
}

// client is the name under which scopes has a program.
func client(word string) string {
	name := word[strings.LastIndexByte(word, '/')+1:]
	if v := variable.FindStringSubmatch(word); v != nil {
		name = strings.ToLower(v[1])
	}
	switch name {
	case "mariadb", "mysqladmin", "mariadb-admin":
		return "mysql"
	case "podman":
		return "docker"
	}
	return name
}
