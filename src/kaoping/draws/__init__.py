"""随机抽查: random draws that nobody can steer afterwards and anybody can repeat; described in docs/draws.md."""
