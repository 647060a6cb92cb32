package component

import (
	"fmt"
	"strconv"
	"strings"
)

// value reads the text of a flag. Lists and maps grow: before is what earlier occurrences of the same flag gave.
func (kind Kind) value(before any, text string) (any, error) {
	switch kind {
	case Text:
		return text, nil
	case Number:
		return strconv.ParseFloat(text, 64)
	case Switch:
		return strconv.ParseBool(text)
	case List:
		list, _ := before.([]any)
		for _, entry := range strings.Split(text, ",") {
			list = append(list, entry)
		}
		return list, nil
	case Texts, Switches:
		entries, _ := before.(map[string]any)
		if entries == nil {
			entries = map[string]any{}
		}
		for _, entry := range strings.Split(text, ",") {
			name, value, assigned := strings.Cut(entry, "=")
			if !assigned {
				return nil, fmt.Errorf("expected name=value, got %q", entry)
			}
			if kind == Texts {
				entries[name] = value
				continue
			}
			enabled, err := strconv.ParseBool(value)
			if err != nil {
				return nil, err
			}
			entries[name] = enabled
		}
		return entries, nil
	default:
		return nil, fmt.Errorf("option of unknown kind %d", kind)
	}
}
