// Checks an exported ledger with Go's own implementation (golang.org/x/mod/sumdb, Debian golang-golang-x-mod-dev).
// It shares no code with ours. Usage: GO111MODULE=off GOPATH=/usr/share/gocode go run main.go FOLDER
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func read(name string) string {
	data, err := os.ReadFile(filepath.Join(os.Args[1], name))
	check(name, err)
	return string(data)
}

func check(what string, err error) {
	if err != nil {
		fmt.Printf("FAIL %s: %v\n", what, err)
		os.Exit(1)
	}
}

func hash(line string) tlog.Hash {
	h, err := tlog.ParseHash(line)
	check("hash "+line, err)
	return h
}

// open verifies a signed checkpoint and returns its tree.
func open(what, signed string, keys note.Verifiers, origin string) tlog.Tree {
	n, err := note.Open([]byte(signed), keys)
	check(what, err)
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != origin || len(n.Sigs) != 1 || n.Sigs[0].Name != origin {
		check(what, fmt.Errorf("not a checkpoint of %s", origin))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(what, err)
	if _, err := base64.StdEncoding.DecodeString(lines[2]); err != nil {
		check(what, err)
	}
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

func hashes(text string) []tlog.Hash {
	var list []tlog.Hash
	for _, line := range strings.Fields(text) {
		list = append(list, hash(line))
	}
	return list
}

func main() {
	verifier, err := note.NewVerifier(strings.TrimSpace(read("vkey")))
	check("vkey", err)
	keys := note.VerifierList(verifier)
	older := open("old.checkpoint", read("old.checkpoint"), keys, verifier.Name())
	newer := open("new.checkpoint", read("new.checkpoint"), keys, verifier.Name())
	check("consistency", tlog.CheckTree(hashes(read("consistency")), newer.N, newer.Hash, older.N, older.Hash))

	proofs, err := filepath.Glob(filepath.Join(os.Args[1], "*.tlog-proof"))
	check("proofs", err)
	for _, path := range proofs {
		name := filepath.Base(path)
		parts := strings.SplitN(read(name), "\n\n", 2)
		head := strings.SplitN(parts[0], "\n", 3)
		if head[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(head[1], "index ") {
			check(name, fmt.Errorf("not a tlog-proof"))
		}
		index, err := strconv.ParseInt(head[1][6:], 10, 64)
		check(name, err)
		tree := open(name, parts[1], keys, verifier.Name())
		entry := read(strings.TrimSuffix(name, ".tlog-proof") + ".entry")
		var path []tlog.Hash
		if len(head) == 3 {
			path = hashes(head[2])
		}
		check(name, tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash([]byte(entry))))
	}
	fmt.Printf("OK %d proofs, %d to %d leaves\n", len(proofs), older.N, newer.N)
}
