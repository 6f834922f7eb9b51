using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.States;

namespace ScoreSde.Paths;

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
public sealed partial class BrownianPath<TState> : INoisePath<TState>
{
    private const int LevelsAtOnce = 8;
    private readonly IStateSpace<TState> space;
    private readonly ulong seed;
    private readonly Cell sum;
    private readonly TState[] normals;
    private Chain left;
    private Chain right;

    /// <param name="space">The space of the samples; all memory is taken from it here.</param>
    /// <param name="seed">Fixes the path of every sample.</param>
    public BrownianPath(IStateSpace<TState> space, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(space);
        this.space = space;
        this.seed = seed;
        left = new Chain(space);
        right = new Chain(space);
        sum = new Cell(space);
        normals = [.. Enumerable.Range(0, 2 * LevelsAtOnce).Select(_ => space.Allocate())];
    }

    /// <summary>2⁻³¹: times are multiples of it.</summary>
    public static double Resolution => 1.0 / DyadicTree.Leaves;

    /// <inheritdoc/>
    public void Restart() => left.Depth = right.Depth = -1;

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

        // Neighbouring intervals meet in a point, on the two sides of which all but the smallest cells are the same.
        if (right.Known(a) + left.Known(b - 1) > left.Known(a) + right.Known(b - 1))
        {
            (left, right) = (right, left);
        }

        Descend(left, level, a);
        Cell top = left.Cells[level];
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
            Descend(left, level, a);
            if (left.Cells[level].Start == a)
            {
                Prepend(left.Cells[level]);
            }
            else if (a < left.Cells[level].Middle)
            {
                Descend(left, level + 1, a);
                Prepend(left.Siblings[level + 1]);
            }
        }
    }

    private void GrowRight(int level, long b)
    {
        for (; sum.End < b; level++)
        {
            Descend(right, level, b - 1);
            if (right.Cells[level].End == b)
            {
                Append(right.Cells[level]);
            }
            else if (b - 1 >= right.Cells[level].Middle)
            {
                Descend(right, level + 1, b - 1);
                Append(right.Siblings[level + 1]);
            }
        }
    }

    /// <summary>Makes cells 0 … level of a chain those that hold a leaf.</summary>
    private void Descend(Chain chain, int level, long leaf)
    {
        if (chain.Depth < 0)
        {
            Cell root = chain.Cells[0];
            (root.Start, root.End) = (0, DyadicTree.Leaves);
            space.FillNormal(root.Increment, 1, DyadicTree.Root(seed, NoisePurpose.Path, 0));
            space.FillNormal(root.Area, Math.Sqrt(1.0 / 12), DyadicTree.Root(seed, NoisePurpose.Path, 1));
            chain.Depth = 0;
        }

        for (int known = Math.Min(chain.Known(leaf), level); known < level;)
        {
            int halved = Math.Min(LevelsAtOnce, level - known);
            Draw(known, halved, leaf);
            for (int k = 0; k < halved; k++, known++)
            {
                Cell cell = chain.Cells[known];
                bool inRight = leaf >= cell.Middle;
                Half(cell, normals[2 * k], normals[(2 * k) + 1], inRight, chain.Cells[known + 1]);
                Half(cell, normals[2 * k], normals[(2 * k) + 1], !inRight, chain.Siblings[known + 1]);
                chain.Depth = known + 1;
            }
        }
    }

    // n = ¼√h z₁ and d = ½√(h/12) z₂ of the cells that hold a leaf, from a level on.
    private void Draw(int level, int levels, long leaf)
    {
        Span<uint> intervals = stackalloc uint[2 * LevelsAtOnce];
        Span<double> scales = stackalloc double[2 * LevelsAtOnce];
        for (int k = 0; k < 2 * levels; k += 2, level++)
        {
            double length = Math.ScaleB(1, -level);
            long index = leaf >> (DyadicTree.Levels - level);
            (intervals[k], scales[k]) = (DyadicTree.Node(level, index, 0), 0.25 * Math.Sqrt(length));
            (intervals[k + 1], scales[k + 1]) = (DyadicTree.Node(level, index, 1), 0.5 * Math.Sqrt(length / 12));
        }

        int count = 2 * levels;
        space.FillNormals(normals.AsSpan(0, count), scales[..count], new NoiseKey(seed, 0, NoisePurpose.Path), intervals[..count]);
    }

    private void Half(Cell cell, TState bend, TState tilt, bool inRight, Cell half)
    {
        double sign = inRight ? -1 : 1;
        (half.Start, half.End) = inRight ? (cell.Middle, cell.End) : (cell.Start, cell.Middle);
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
}
