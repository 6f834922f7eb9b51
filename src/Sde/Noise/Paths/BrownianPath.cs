using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Noise.Paths;

/// <summary>
/// A Brownian path W over t ∈ [0, 1] with the space-time Lévy area H = (1/δ) ∫ (W(u) − W(a) − (u − a)/δ W(a, b)) du of any interval, by
/// halving: given W and H of a cell of length h, its halves have ½W ± (3/2 H + n) and ¼H − ½n ± d with n = ¼√h z₁, d = ½√(h/12) z₂,
/// z₁ and z₂ the node's own normals. An interval is put together from the cells that it is made of, so nothing cancels.
/// Foster, Oberhauser and Strange 2020; Jelinčič, Foster and Kidger 2024.
/// </summary>
/// <remarks>
/// Times are taken to the nearest multiple of 2⁻³¹. At such points the joint law is that of Brownian motion, exactly. Neighbouring
/// questions share their cells, which are kept; what is kept changes no bit of an answer.
/// </remarks>
/// <typeparam name="TState">A batch of samples.</typeparam>
public sealed class BrownianPath<TState> : INoisePath<TState>
{
    private readonly IStateSpace<TState> space;
    private readonly ulong seed;
    private readonly Cell[] cells;
    private readonly Cell sibling;
    private readonly Cell sum;
    private readonly TState bend;
    private readonly TState tilt;
    private int depth = -1;
    private (int Level, long Start) halved = (-1, 0);

    /// <param name="space">The space of the samples; all memory is taken from it here.</param>
    /// <param name="seed">Fixes the path of every sample.</param>
    public BrownianPath(IStateSpace<TState> space, ulong seed)
    {
        this.space = space;
        this.seed = seed;
        cells = [.. Enumerable.Range(0, DyadicTree.Levels + 1).Select(_ => new Cell(space))];
        sibling = new Cell(space);
        sum = new Cell(space);
        bend = space.Allocate();
        tilt = space.Allocate();
    }

    /// <summary>2⁻³¹: times are multiples of it.</summary>
    public static double Resolution => 1.0 / DyadicTree.Leaves;

    /// <inheritdoc/>
    public void Restart() => (depth, halved) = (-1, (-1, 0));

    /// <inheritdoc/>
    public void Normals(NoiseLevel from, NoiseLevel to, TState increment, TState? area = default) =>
        Ask(from.Time, to.Time, increment, area, unit: true);

    /// <summary>W and H between two times in the direction from the first to the second; backwards W changes its sign and H does not.</summary>
    /// <param name="from">In [0, 1].</param>
    /// <param name="to">In [0, 1].</param>
    /// <param name="increment">Becomes W ~ N(0, δ I).</param>
    /// <param name="area">Becomes H ~ N(0, δ/12 I), independent of W.</param>
    /// <exception cref="ArgumentException">A time is outside [0, 1], or both are one point of the tree.</exception>
    public void Ask(double from, double to, TState increment, TState? area = default) => Ask(from, to, increment, area, unit: false);

    private void Ask(double from, double to, TState increment, TState? area, bool unit)
    {
        long a = DyadicTree.Point(Require.Between(Math.Min(from, to), 0, 1));
        long b = DyadicTree.Point(Require.Between(Math.Max(from, to), 0, 1));
        if (a == b)
        {
            throw new ArgumentException($"Times {from:R} and {to:R} are closer than the resolution 2^-{DyadicTree.Levels} of a path.", nameof(to));
        }

        Cell whole = Between(a, b);
        double length = (double)(b - a) / DyadicTree.Leaves;
        double scale = unit ? 1 / Math.Sqrt(length) : 1;
        space.Combine(increment, (from <= to ? scale : -scale, whole.Increment));
        if (area is not null)
        {
            space.Combine(area, (unit ? Math.Sqrt(12) * scale : 1, whole.Area));
        }
    }

    private Cell Between(long a, long b)
    {
        int level = a == b - 1 ? DyadicTree.Levels : DyadicTree.Parting(a, b - 1) - 1;
        Descend(level, a);
        Cell top = cells[level];
        if (top.Start == a && top.End == b)
        {
            return top;
        }

        sum.Start = sum.End = top.Middle;
        GrowLeft(level + 1, a);
        GrowRight(level + 1, b);
        return sum;
    }

    // From the middle of the cells' common ancestor down to a: a right half that lies beyond a belongs to the sum.
    private void GrowLeft(int level, long a)
    {
        for (; a < sum.Start; level++)
        {
            Descend(level, a);
            if (cells[level].Start == a)
            {
                Prepend(cells[level]);
            }
            else if (a < cells[level].Middle)
            {
                Halve(level);
                Half(cells[level], right: true, sibling);
                Prepend(sibling);
            }
        }
    }

    private void GrowRight(int level, long b)
    {
        for (; sum.End < b; level++)
        {
            Descend(level, b - 1);
            if (cells[level].End == b)
            {
                Append(cells[level]);
            }
            else if (b - 1 >= cells[level].Middle)
            {
                Halve(level);
                Half(cells[level], right: false, sibling);
                Append(sibling);
            }
        }
    }

    /// <summary>Makes cells[0 … level] those that hold a leaf.</summary>
    private void Descend(int level, long leaf)
    {
        if (depth < 0)
        {
            Cell root = cells[0];
            (root.Start, root.End) = (0, DyadicTree.Leaves);
            space.FillNormal(root.Increment, 1, DyadicTree.Root(seed, NoisePurpose.Path, 0));
            space.FillNormal(root.Area, Math.Sqrt(1.0 / 12), DyadicTree.Root(seed, NoisePurpose.Path, 1));
            depth = 0;
        }

        int known = Math.Min(depth, level);
        while (!cells[known].Holds(leaf))
        {
            known--;
        }

        for (; known < level; known++)
        {
            Halve(known);
            Half(cells[known], leaf >= cells[known].Middle, cells[known + 1]);
            depth = known + 1;
        }
    }

    private void Halve(int level)
    {
        Cell cell = cells[level];
        if (halved == (level, cell.Start))
        {
            return;
        }

        halved = (level, cell.Start);
        double length = cell.Length;
        long index = cell.Start >> (DyadicTree.Levels - level);
        space.FillNormal(bend, 0.25 * Math.Sqrt(length), DyadicTree.Node(seed, NoisePurpose.Path, level, index, 0));
        space.FillNormal(tilt, 0.5 * Math.Sqrt(length / 12), DyadicTree.Node(seed, NoisePurpose.Path, level, index, 1));
    }

    private void Half(Cell cell, bool right, Cell half)
    {
        double sign = right ? -1 : 1;
        (half.Start, half.End) = right ? (cell.Middle, cell.End) : (cell.Start, cell.Middle);
        space.Combine(half.Increment, (0.5, cell.Increment), (1.5 * sign, cell.Area), (sign, bend));
        space.Combine(half.Area, (0.25, cell.Area), (-0.5, bend), (sign, tilt));
    }

    private void Prepend(Cell first)
    {
        Join(first, sum);
        sum.Start = first.Start;
    }

    private void Append(Cell second)
    {
        Join(sum, second);
        sum.End = second.End;
    }

    // (l₁ + l₂) H = l₁ H₁ + l₂ H₂ + ½ (l₂ W₁ − l₁ W₂); one of the two is the sum.
    private void Join(Cell first, Cell second)
    {
        double length = first.Length + second.Length;
        double a = first.Length / length;
        double b = second.Length / length;
        if (sum.Length == 0)
        {
            Cell only = ReferenceEquals(first, sum) ? second : first;
            space.Combine(sum.Increment, (1, only.Increment));
            space.Combine(sum.Area, (1, only.Area));
            return;
        }

        space.Combine(
            sum.Area, (a, first.Area), (b, second.Area), (b / 2, first.Increment), (-a / 2, second.Increment));
        space.Combine(sum.Increment, (1, first.Increment), (1, second.Increment));
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
