// Package component holds what the three programs share: how command lines become cert-manager's own configuration, and how a program
// starts and stops.
package component

import (
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

// Kind says how the text of a flag becomes a value of the configuration document.
type Kind int

const (
	Text Kind = iota
	Number
	Switch
	List
	Texts
	Switches
)

// Option is one flag: where its value goes in the configuration document, and as what.
type Option struct {
	Path string
	Kind Kind
}

// Document turns a command line into a configuration document of the given kind. cert-manager decodes such a document strictly and
// fills in its own defaults, so every release checks and defaults what it is told by itself, and this program needs no copy of either.
// A document named by --config is the base; flags override it, as upstream.
func Document(kind string, options map[string]Option, arguments []string) ([]byte, error) {
	given, err := parse(arguments)
	if err != nil {
		return nil, err
	}
	document := map[string]any{}
	for _, flag := range given {
		if flag.name != "config" {
			continue
		}
		content, err := os.ReadFile(flag.text)
		if err != nil {
			return nil, fmt.Errorf("reading the configuration file: %w", err)
		}
		if err := yaml.Unmarshal(content, &document); err != nil {
			return nil, fmt.Errorf("parsing %s: %w", flag.text, err)
		}
	}
	document["apiVersion"] = kind[:strings.LastIndex(kind, "/")]
	document["kind"] = kind[strings.LastIndex(kind, "/")+1:]

	seen := map[string]bool{}
	for _, flag := range given {
		if flag.name == "config" {
			continue
		}
		option, known := options[flag.name]
		if !known {
			return nil, fmt.Errorf("unknown flag --%s", flag.name)
		}
		parent, field := locate(document, option.Path)
		// A repeated list flag adds to what the command line said before, but replaces what the file said.
		before := parent[field]
		if !seen[flag.name] {
			before = nil
		}
		value, err := option.Kind.value(before, flag.text)
		if err != nil {
			return nil, fmt.Errorf("--%s=%s: %w", flag.name, flag.text, err)
		}
		parent[field] = value
		seen[flag.name] = true
	}
	return yaml.Marshal(document)
}

type flag struct{ name, text string }

// parse accepts --name=value, --name value and --name (true), with one dash or two.
func parse(arguments []string) ([]flag, error) {
	var flags []flag
	for i := 0; i < len(arguments); i++ {
		name := strings.TrimLeft(arguments[i], "-")
		if name == arguments[i] {
			return nil, fmt.Errorf("unexpected argument %q", arguments[i])
		}
		name, text, assigned := strings.Cut(name, "=")
		if !assigned {
			text = "true"
			if i+1 < len(arguments) && !strings.HasPrefix(arguments[i+1], "-") {
				i++
				text = arguments[i]
			}
		}
		flags = append(flags, flag{name, text})
	}
	return flags, nil
}

// locate finds the object that holds the last element of a dotted path, and makes the objects on the way there.
func locate(document map[string]any, path string) (parent map[string]any, field string) {
	steps := strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		below, ok := document[step].(map[string]any)
		if !ok {
			below = map[string]any{}
			document[step] = below
		}
		document = below
	}
	return document, steps[len(steps)-1]
}
