package value

import "testing"

// Two decisions that exclude each other leave no text, and a join with itself keeps that.
func TestContradictionJoinedWithItself(t *testing.T) {
	c, d := NoCon.WithEq("q").WithNe("q"), NoCon.WithEq("q").WithNe("q")
	if !c.Join(d).Equal(c) {
		t.Errorf("joined with itself %q becomes %q", c.Text(), c.Join(d).Text())
	}
	if !c.Refutes("q") || !c.Refutes("r") {
		t.Error("a text is left")
	}
}

// What a text is not says nothing more once it is known what it is, so that the order of the questions keeps no states apart.
func TestEqualTextNeedsNoExclusion(t *testing.T) {
	if c, d := NoCon.WithEq("q").WithNe("r"), NoCon.WithNe("r").WithEq("q"); c.Text() != d.Text() {
		t.Errorf("%q and %q", c.Text(), d.Text())
	}
}
