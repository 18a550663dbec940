package stress

import (
	"context"
	"testing"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/driver"
)

// BenchmarkInProcess runs the rules on each input in this process, so that -cpuprofile tells where the time goes.
func BenchmarkInProcess(b *testing.B) {
	for _, input := range Inputs() {
		b.Run(input.Name, func(b *testing.B) {
			text := []byte(input.Text())
			for b.Loop() {
				if _, err := driver.Run(context.Background(), driver.Config{Rules: analyzers.All(), Paths: []string{"/s.sh"}, Overlay: map[string][]byte{"/s.sh": text}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
