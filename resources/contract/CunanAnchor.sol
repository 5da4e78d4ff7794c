// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Registry of ledger checkpoints: who was first to show a root, and when.
/// @notice No owner, no upgrade, no deletion, no fee. Anybody may register anything; only the first time counts, so a
/// repeated or copied call changes nothing.
contract CunanAnchor {
    struct FirstSeen {
        uint64 time;
        uint64 blockNo;
    }

    /// @dev keccak256(abi.encode(logId, root, size)) => first seen; slot 0 of the layout, part of the proof format.
    mapping(bytes32 => FirstSeen) private firstSeen;

    event Anchored(bytes32 indexed logId, bytes32 indexed root, uint64 size);

    /// @param logId SHA-256 of the ledger's origin
    /// @param root RFC 6962 root of the ledger's first `size` leaves
    function anchor(bytes32 logId, bytes32 root, uint64 size) external {
        FirstSeen storage seen = firstSeen[keccak256(abi.encode(logId, root, size))];
        if (seen.time != 0) return;
        seen.time = uint64(block.timestamp);
        seen.blockNo = uint64(block.number);
        emit Anchored(logId, root, size);
    }

    /// @return time seconds of the block that registered it, 0 where nobody did
    /// @return blockNo number of that block
    function get(bytes32 logId, bytes32 root, uint64 size) external view returns (uint64 time, uint64 blockNo) {
        FirstSeen storage seen = firstSeen[keccak256(abi.encode(logId, root, size))];
        return (seen.time, seen.blockNo);
    }
}
