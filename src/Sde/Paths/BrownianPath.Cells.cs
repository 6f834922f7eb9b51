using ScoreSde.States;

namespace ScoreSde.Paths;

/// <content>What is kept of the tree.</content>
public sealed partial class BrownianPath<TState>
{
    /// <summary>The cells that hold a leaf, from the root down, each with the other half of the cell above it.</summary>
    private sealed class Chain(IStateSpace<TState> space)
    {
        public Cell[] Cells { get; } = [.. Enumerable.Range(0, DyadicTree.Levels + 1).Select(_ => new Cell(space))];

        public Cell[] Siblings { get; } = [.. Enumerable.Range(0, DyadicTree.Levels + 1).Select(_ => new Cell(space))];

        /// <summary>The last level that is known, −1 for none.</summary>
        public int Depth { get; set; } = -1;

        /// <summary>The last level that is known and holds a leaf.</summary>
        public int Known(long leaf)
        {
            int level = Depth;
            while (level > 0 && !Cells[level].Holds(leaf))
            {
                level--;
            }

            return level;
        }
    }

    /// <summary>W and H over some leaves.</summary>
    private sealed class Cell(IStateSpace<TState> space)
    {
        public TState Increment { get; } = space.Allocate();

        public TState Area { get; } = space.Allocate();

        public long Start { get; set; }

        public long End { get; set; }

        public long Middle => (Start + End) / 2;

        public double Length => (double)(End - Start) / DyadicTree.Leaves;

        public bool Holds(long leaf) => leaf >= Start && leaf < End;
    }
}
