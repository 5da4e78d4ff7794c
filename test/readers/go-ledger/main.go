// Checks an exported ledger with Go's own implementation (golang.org/x/mod/sumdb, Debian golang-golang-x-mod-dev).
// It shares no code with ours. Usage: GO111MODULE=off GOPATH=/usr/share/gocode go run main.go FOLDER
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
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
	if len(lines) != 4 || lines[0] != origin || n.Sigs[0].Name != origin {
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

// witness is a note.Verifier for cosignature/v1 (c2sp.org/tlog-cosignature), which x/mod does not have.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(sig[:8])
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, msg)
	return ed25519.Verify(w.key, []byte(signed), sig[8:])
}

func newWitness(vkey string) witness {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	check("witness id", err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	check("witness key", err)
	if len(key) != 33 || key[0] != 4 {
		check("witness key", fmt.Errorf("not a cosigner"))
	}
	return witness{parts[0], uint32(hash), key[1:]}
}

// tiles reads a c2sp.org/tlog-tiles folder: Go's own tile paths name the height (8), the specification's do not.
type tiles struct{ folder string }

func (t tiles) path(tile tlog.Tile) string {
	return filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
}
func (t tiles) Height() int { return 8 }
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range list {
		bytes, err := os.ReadFile(t.path(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// checkTiles proves every entry of the bundles under the checkpoint, from the tiles alone.
func checkTiles(folder string, keys note.Verifiers, origin string) int64 {
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check("tiles checkpoint", err)
	tree := open("tiles checkpoint", string(signed), keys, origin)
	reader := tlog.TileHashReader(tree, tiles{folder})
	for n := int64(0); n < (tree.N+255)/256; n++ {
		width := int(min(256, tree.N-n*256))
		path := strings.Replace(tiles{folder}.path(tlog.Tile{H: 8, L: 0, N: n, W: width}), "/tile/0/", "/tile/entries/", 1)
		bundle, err := os.ReadFile(path)
		check("bundle", err)
		for i := int64(0); i < int64(width); i++ {
			size := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+size]
			bundle = bundle[2+size:]
			if i%97 != 0 && n*256+i != tree.N-1 {
				continue
			}
			proof, err := tlog.ProveRecord(tree.N, n*256+i, reader)
			check("proof from tiles", err)
			check("entry", tlog.CheckRecord(proof, tree.N, tree.Hash, n*256+i, tlog.RecordHash(entry)))
		}
		if len(bundle) != 0 {
			check("bundle", fmt.Errorf("%d bytes too many", len(bundle)))
		}
	}
	return tree.N
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
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
	cosigner := newWitness(read("witness.vkey"))
	cosigned, err := note.Open([]byte(read("cosigned.checkpoint")), note.VerifierList(verifier, cosigner))
	check("cosigned", err)
	if len(cosigned.Sigs) != 2 || len(cosigned.UnverifiedSigs) != 0 {
		check("cosigned", fmt.Errorf("%d signatures hold", len(cosigned.Sigs)))
	}
	entries := checkTiles(filepath.Join(os.Args[1], "tiles"), note.VerifierList(verifier, cosigner), verifier.Name())
	fmt.Printf("OK %d proofs, %d to %d leaves, cosigned by %s, %d entries in tiles\n", len(proofs), older.N, newer.N, cosigner.Name(), entries)
}
