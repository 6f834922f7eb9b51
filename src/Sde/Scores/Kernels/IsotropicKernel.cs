using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// ε = (σ/c)(x − α Σ_k r_k m_k) with r_k in proportion to w_k exp(−‖x/α − m_k‖² α²/2c), for mixtures of one variance with many components or coordinates: two products with
/// the means, in blocks that stay in registers. Rows have one noise level, or each its own, to the same bits. x and ε must not overlap.
/// </summary>
/// <remarks>
/// Distances are sums of squares of differences: the difference of ‖x‖², x·m and ‖m‖² would leave nothing of them where data is blurred little. Nothing of it depends on the
/// level but four numbers a row, so that there is no table for each level.
/// </remarks>
internal readonly ref struct IsotropicKernel<T>(IsotropicMixture<T> mixture, ReadOnlySpan<T> x, ReadOnlySpan<NoiseLevel> levels, Span<T> epsilon) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Two vectors of rows at a time.
    private const int Vectors = 2;
    private const int NumbersOfRow = 4;

    // Components whose weights and means stay in the first cache while all coordinates are summed.
    private const int Chunk = 64;

    private readonly ReadOnlySpan<T> x = x;
    private readonly ReadOnlySpan<NoiseLevel> levels = levels;
    private readonly Span<T> epsilon = epsilon;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int d = mixture.Dimension;
        int rows = x.Length / d;
        int length = (Vectors * (NumbersOfRow + d + mixture.Components + mixture.Width)) + d;
        TLanes[] scratch = ArrayPool<TLanes>.Shared.Rent(length);
        Span<TLanes> numbers = scratch.AsSpan(0, Vectors * NumbersOfRow);
        Span<TLanes> point = scratch.AsSpan(numbers.Length, Vectors * d);
        Span<TLanes> weights = scratch.AsSpan(numbers.Length + point.Length, Vectors * mixture.Components);
        Span<TLanes> sums = scratch.AsSpan(numbers.Length + point.Length + weights.Length, Vectors * mixture.Width);
        Span<TLanes> one = scratch.AsSpan(length - d, d);
        numbers.Clear();
        point.Clear();
        one.Clear();
        for (int first = 0; first < rows; first += Vectors * TLanes.Count)
        {
            for (int v = 0; v < Vectors; v++)
            {
                int row = Math.Min(rows, first + (v * TLanes.Count));
                int count = Math.Min(TLanes.Count, rows - row);
                Fill(numbers, v, row, count);
                LaneRows.Load(x, row, count, one);
                for (int j = 0; j < d; j++)
                {
                    point[(Vectors * j) + v] = one[j] * numbers[v];
                }
            }

            Exponents(point, numbers[2], numbers[3], weights);
            (TLanes total, TLanes nextTotal) = Weigh(weights);
            sums.Clear();
            Sum(weights, sums);
            for (int v = 0; v < Vectors; v++)
            {
                int row = Math.Min(rows, first + (v * TLanes.Count));
                int count = Math.Min(TLanes.Count, rows - row);
                LaneRows.Load(x, row, count, one);
                TLanes scale = numbers[4 + v];
                TLanes share = -(numbers[6 + v] / (v == 0 ? total : nextTotal));
                for (int j = 0; j < d; j++)
                {
                    one[j] = scale * TLanes.FusedMultiplyAdd(share, sums[(Vectors * j) + v], one[j]);
                }

                LaneRows.Store<T, TLanes>(one, epsilon, row, count);
            }
        }

        ArrayPool<TLanes>.Shared.Return(scratch);
    }

    // The four numbers of each row of a vector.
    private void Fill<TLanes>(Span<TLanes> numbers, int vector, int row, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Span<T> lanes = MemoryMarshal.Cast<TLanes, T>(numbers);
        for (int lane = 0; lane < count; lane++)
        {
            (T inverse, T slope, T scale, T alpha) = lane > 0 && levels.Length == 1
                ? (lanes[vector * TLanes.Count], lanes[(2 + vector) * TLanes.Count], lanes[(4 + vector) * TLanes.Count], lanes[(6 + vector) * TLanes.Count])
                : mixture.At(levels[levels.Length == 1 ? 0 : row + lane]);
            lanes[(vector * TLanes.Count) + lane] = inverse;
            lanes[((2 + vector) * TLanes.Count) + lane] = slope;
            lanes[((4 + vector) * TLanes.Count) + lane] = scale;
            lanes[((6 + vector) * TLanes.Count) + lane] = alpha;
        }
    }

    // ln w − ‖x/α − m‖² α²/2c, four components at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Exponents<TLanes>(ReadOnlySpan<TLanes> point, TLanes slope, TLanes nextSlope, Span<TLanes> exponents)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ref TLanes first = ref MemoryMarshal.GetReference(point);
        ref TLanes target = ref MemoryMarshal.GetReference(exponents);
        ref T mean = ref MemoryMarshal.GetArrayDataReference(mixture.Interleaved);
        ref T weight = ref MemoryMarshal.GetArrayDataReference(mixture.LogWeights);
        int d = mixture.Dimension;
        for (int k = 0; k < mixture.Components; k += IsotropicMixture<T>.Block)
        {
            TLanes a0 = TLanes.Constant(0);
            TLanes a1 = a0;
            TLanes a2 = a0;
            TLanes a3 = a0;
            TLanes b0 = a0;
            TLanes b1 = a0;
            TLanes b2 = a0;
            TLanes b3 = a0;
            ref TLanes own = ref first;
            for (int j = 0; j < d; j++)
            {
                TLanes a = own;
                TLanes b = Unsafe.Add(ref own, 1);
                own = ref Unsafe.Add(ref own, 2);
                TLanes m = TLanes.Broadcast(mean);
                TLanes along = a - m;
                a0 = TLanes.FusedMultiplyAdd(along, along, a0);
                along = b - m;
                b0 = TLanes.FusedMultiplyAdd(along, along, b0);
                m = TLanes.Broadcast(Unsafe.Add(ref mean, 1));
                along = a - m;
                a1 = TLanes.FusedMultiplyAdd(along, along, a1);
                along = b - m;
                b1 = TLanes.FusedMultiplyAdd(along, along, b1);
                m = TLanes.Broadcast(Unsafe.Add(ref mean, 2));
                along = a - m;
                a2 = TLanes.FusedMultiplyAdd(along, along, a2);
                along = b - m;
                b2 = TLanes.FusedMultiplyAdd(along, along, b2);
                m = TLanes.Broadcast(Unsafe.Add(ref mean, 3));
                along = a - m;
                a3 = TLanes.FusedMultiplyAdd(along, along, a3);
                along = b - m;
                b3 = TLanes.FusedMultiplyAdd(along, along, b3);
                mean = ref Unsafe.Add(ref mean, 4);
            }

            TLanes factor = TLanes.Broadcast(weight);
            target = TLanes.FusedMultiplyAdd(slope, a0, factor);
            Unsafe.Add(ref target, 1) = TLanes.FusedMultiplyAdd(nextSlope, b0, factor);
            factor = TLanes.Broadcast(Unsafe.Add(ref weight, 1));
            Unsafe.Add(ref target, 2) = TLanes.FusedMultiplyAdd(slope, a1, factor);
            Unsafe.Add(ref target, 3) = TLanes.FusedMultiplyAdd(nextSlope, b1, factor);
            factor = TLanes.Broadcast(Unsafe.Add(ref weight, 2));
            Unsafe.Add(ref target, 4) = TLanes.FusedMultiplyAdd(slope, a2, factor);
            Unsafe.Add(ref target, 5) = TLanes.FusedMultiplyAdd(nextSlope, b2, factor);
            factor = TLanes.Broadcast(Unsafe.Add(ref weight, 3));
            Unsafe.Add(ref target, 6) = TLanes.FusedMultiplyAdd(slope, a3, factor);
            Unsafe.Add(ref target, 7) = TLanes.FusedMultiplyAdd(nextSlope, b3, factor);
            target = ref Unsafe.Add(ref target, 8);
            weight = ref Unsafe.Add(ref weight, 4);
        }
    }

    // Exponents become weights relative to the best.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (TLanes Total, TLanes NextTotal) Weigh<TLanes>(Span<TLanes> weights)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes best = weights[0];
        TLanes nextBest = weights[1];
        for (int k = 2; k < weights.Length; k += 2)
        {
            best = TLanes.Maximum(best, weights[k]);
            nextBest = TLanes.Maximum(nextBest, weights[k + 1]);
        }

        TLanes total = TLanes.Constant(0);
        TLanes nextTotal = total;
        for (int k = 0; k < weights.Length; k += 2)
        {
            TLanes weight = Exponential.OfNegative<TLanes, T>(weights[k] - best);
            TLanes next = Exponential.OfNegative<TLanes, T>(weights[k + 1] - nextBest);
            total += weight;
            nextTotal += next;
            weights[k] = weight;
            weights[k + 1] = next;
        }

        return (total, nextTotal);
    }

    // Σ w m, four coordinates at a time, over a chunk of components after the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum<TLanes>(ReadOnlySpan<TLanes> weights, Span<TLanes> sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ref TLanes firstWeight = ref MemoryMarshal.GetReference(weights);
        ref TLanes firstSum = ref MemoryMarshal.GetReference(sums);
        ref T means = ref MemoryMarshal.GetArrayDataReference(mixture.Rows);
        nint width = mixture.Width;
        for (int from = 0; from < mixture.Components; from += Chunk)
        {
            int count = Math.Min(Chunk, mixture.Components - from);
            for (int j = 0; j < mixture.Width; j += IsotropicMixture<T>.Block)
            {
                ref TLanes sum = ref Unsafe.Add(ref firstSum, Vectors * j);
                TLanes a0 = sum;
                TLanes b0 = Unsafe.Add(ref sum, 1);
                TLanes a1 = Unsafe.Add(ref sum, 2);
                TLanes b1 = Unsafe.Add(ref sum, 3);
                TLanes a2 = Unsafe.Add(ref sum, 4);
                TLanes b2 = Unsafe.Add(ref sum, 5);
                TLanes a3 = Unsafe.Add(ref sum, 6);
                TLanes b3 = Unsafe.Add(ref sum, 7);
                ref TLanes weight = ref Unsafe.Add(ref firstWeight, Vectors * from);
                ref T mean = ref Unsafe.Add(ref means, (from * width) + j);
                for (int k = 0; k < count; k++)
                {
                    TLanes a = weight;
                    TLanes b = Unsafe.Add(ref weight, 1);
                    TLanes m = TLanes.Broadcast(mean);
                    a0 = TLanes.FusedMultiplyAdd(a, m, a0);
                    b0 = TLanes.FusedMultiplyAdd(b, m, b0);
                    m = TLanes.Broadcast(Unsafe.Add(ref mean, 1));
                    a1 = TLanes.FusedMultiplyAdd(a, m, a1);
                    b1 = TLanes.FusedMultiplyAdd(b, m, b1);
                    m = TLanes.Broadcast(Unsafe.Add(ref mean, 2));
                    a2 = TLanes.FusedMultiplyAdd(a, m, a2);
                    b2 = TLanes.FusedMultiplyAdd(b, m, b2);
                    m = TLanes.Broadcast(Unsafe.Add(ref mean, 3));
                    a3 = TLanes.FusedMultiplyAdd(a, m, a3);
                    b3 = TLanes.FusedMultiplyAdd(b, m, b3);
                    weight = ref Unsafe.Add(ref weight, Vectors);
                    mean = ref Unsafe.Add(ref mean, width);
                }

                sum = a0;
                Unsafe.Add(ref sum, 1) = b0;
                Unsafe.Add(ref sum, 2) = a1;
                Unsafe.Add(ref sum, 3) = b1;
                Unsafe.Add(ref sum, 4) = a2;
                Unsafe.Add(ref sum, 5) = b2;
                Unsafe.Add(ref sum, 6) = a3;
                Unsafe.Add(ref sum, 7) = b3;
            }
        }
    }
}
