package value

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	_ "github.com/wipelint/wipelint/internal/lawseed"
)

// A persistent map says what a map says, and no version of it changes with a later one.
func TestPmap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type version struct {
			m    Pmap[int]
			want map[uint32]int
		}
		versions := []version{{want: map[uint32]int{}}}
		key := rapid.Uint32Range(0, 600)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			v := versions[rapid.IntRange(max(0, len(versions)-4), len(versions)-1).Draw(t, "of")]
			n := version{v.m, maps.Clone(v.want)}
			switch k := key.Draw(t, "key"); rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				n.m = n.m.Del(k)
				delete(n.want, k)
			case 1:
				n.m = n.m.Keep(func(block uint32, has uint16) uint16 { return has & uint16(k*2654435761>>8) })
				maps.DeleteFunc(n.want, func(j uint32, _ int) bool { return uint16(k*2654435761>>8)&(1<<(j&15)) == 0 })
			case 2:
				keys := slices.Sorted(slices.Values(rapid.SliceOfN(key, 0, 40).Draw(t, "keys")))
				n.m = n.m.Without(keys)
				maps.DeleteFunc(n.want, func(j uint32, _ int) bool { return slices.Contains(keys, j) })
			case 3:
				change := func(j uint32, i int) (int, bool) { return i + 1, j%7 == k%7 }
				n.m = n.m.Update(change)
				for j, i := range n.want {
					if i, changed := change(j, i); changed {
						n.want[j] = i
					}
				}
			default:
				i := rapid.Int().Draw(t, "value")
				n.m = n.m.Set(k, i)
				n.want[k] = i
			}
			versions = append(versions, n)
		}
		for _, v := range versions {
			got := map[uint32]int{}
			v.m.Each(func(k uint32, i int) { got[k] = i })
			if !maps.Equal(got, v.want) || v.m.Len() != len(v.want) {
				t.Fatalf("%v, want %v", got, v.want)
			}
			for k := range uint32(601) {
				i, ok := v.m.Get(k)
				if j, want := v.want[k]; i != j || ok != want {
					t.Fatalf("%d is %v %v, want %v %v", k, i, ok, j, want)
				}
			}
		}
		a, b := versions[len(versions)/2], versions[len(versions)-1]
		differ := map[uint32]bool{}
		a.m.Diff(b.m, func(k uint32, i int, iok bool, j int, jok bool) { differ[k] = iok != jok || i != j })
		asked := 0
		agree := a.m.Agree(b.m, func(_ uint32, i int, iok bool, j int, jok bool) bool {
			if asked++; iok != jok || i != j {
				asked = -1000
				return false
			}
			return true
		})
		if agree != maps.Equal(a.want, b.want) || !agree && asked != -1000 {
			t.Fatalf("agree: %v, asked on behind the first difference or not at all: %d", agree, asked)
		}
		for k := range uint32(601) {
			i, iok := a.want[k]
			j, jok := b.want[k]
			if (iok != jok || i != j) != differ[k] {
				t.Fatalf("%d differs: %v", k, differ[k])
			}
		}
	})
}
