package difftest

import "testing"

func BenchmarkRun(b *testing.B) {
	box, err := NewSandbox()
	if err != nil {
		b.Fatal(err)
	}
	defer box.Close()
	for _, shell := range []string{"bash", "dash"} {
		b.Run(shell, func(b *testing.B) {
			for b.Loop() {
				if _, err := box.run(Script{shell, "#!/bin/sh\nif is-idle h1; then prep; log-it x; wipe-disk h1; fi\n"}, world{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(shell+"Nothing", func(b *testing.B) {
			for b.Loop() {
				if _, err := box.run(Script{shell, "#!/bin/sh\n"}, world{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
