using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;
using ScoreSde.Processes;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// <see cref="CommonVarianceKernel"/> for rows with noise levels of their own, to the same bits. x and ε must not overlap.
/// </summary>
internal readonly ref struct OwnLevelsCommonKernel(
    MixtureParameters<float> mixture, ReadOnlySpan<float> x, ReadOnlySpan<NoiseLevel> levels, Span<float> epsilon) : ILaneKernel<float>
{
    // Slope, scale, both coordinates of the points and of the result; and of each component both means, its factor and its exponent.
    private const int Fixed = 6;
    private const int PerComponent = 4;

    private readonly ReadOnlySpan<float> x = x;
    private readonly ReadOnlySpan<NoiseLevel> levels = levels;
    private readonly Span<float> epsilon = epsilon;

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        Span<TLanes> scratch = stackalloc TLanes[Fixed + (PerComponent * mixture.Components)];
        Span<float> numbers = MemoryMarshal.Cast<TLanes, float>(scratch);
        for (int first = 0; first < levels.Length; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, levels.Length - first);
            Fill(scratch, levels.Slice(first, count));
            for (int lane = 0; lane < count; lane++)
            {
                numbers[(2 * TLanes.Count) + lane] = x[2 * (first + lane)];
                numbers[(3 * TLanes.Count) + lane] = x[(2 * (first + lane)) + 1];
            }

            Block(scratch);
            for (int lane = 0; lane < count; lane++)
            {
                epsilon[2 * (first + lane)] = numbers[(4 * TLanes.Count) + lane];
                epsilon[(2 * (first + lane)) + 1] = numbers[(5 * TLanes.Count) + lane];
            }
        }
    }

    // The numbers of CommonVariance.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill<TLanes>(Span<TLanes> scratch, ReadOnlySpan<NoiseLevel> own)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        Span<double> alphas = stackalloc double[LaneNumbers.Most];
        Span<float> numbers = MemoryMarshal.Cast<TLanes, float>(scratch);
        for (int lane = 0; lane < own.Length; lane++)
        {
            double alpha = own[lane].MeanScale;
            double variance = (alpha * alpha * mixture.Eigenvalues[0]) + own[lane].Variance;
            alphas[lane] = alpha;
            numbers[lane] = CommonVariance.SlopeOf(variance);
            numbers[TLanes.Count + lane] = CommonVariance.ScaleOf(own[lane].Deviation, variance);
        }

        Span<TLanes> component = scratch[Fixed..];
        for (int k = 0; k < mixture.Components; k++)
        {
            component[0] = LaneNumbers.Scaled<float, TLanes>(mixture.Means[2 * k], alphas);
            component[1] = LaneNumbers.Scaled<float, TLanes>(mixture.Means[(2 * k) + 1], alphas);
            component[2] = TLanes.Broadcast(mixture.BinaryLogWeights[k]);
            component = component[PerComponent..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TLanes>(Span<TLanes> scratch)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        ref float constants = ref MemoryMarshal.GetArrayDataReference(PowerOfTwo.Constants);
        TLanes low = TLanes.Broadcast(constants);
        TLanes round = TLanes.Broadcast(Unsafe.Add(ref constants, 1));
        TLanes c6 = TLanes.Broadcast(Unsafe.Add(ref constants, 2));
        TLanes c5 = TLanes.Broadcast(Unsafe.Add(ref constants, 3));
        TLanes c4 = TLanes.Broadcast(Unsafe.Add(ref constants, 4));
        TLanes c3 = TLanes.Broadcast(Unsafe.Add(ref constants, 5));
        TLanes c2 = TLanes.Broadcast(Unsafe.Add(ref constants, 6));
        TLanes c1 = TLanes.Broadcast(Unsafe.Add(ref constants, 7));
        TLanes one = TLanes.Broadcast(Unsafe.Add(ref constants, 8));
        TLanes slope = scratch[0];
        TLanes a = scratch[2];
        TLanes b = scratch[3];
        TLanes best = TLanes.Constant(double.NegativeInfinity);
        for (Span<TLanes> k = scratch[Fixed..]; !k.IsEmpty; k = k[PerComponent..])
        {
            TLanes alongA = a - k[0];
            TLanes alongB = b - k[1];
            TLanes z = TLanes.FusedMultiplyAdd(slope, TLanes.FusedMultiplyAdd(alongB, alongB, alongA * alongA), k[2]);
            k[3] = z;
            best = TLanes.Maximum(best, z);
        }

        TLanes total = TLanes.Constant(0);
        TLanes sumA = total;
        TLanes sumB = total;
        for (Span<TLanes> k = scratch[Fixed..]; !k.IsEmpty; k = k[PerComponent..])
        {
            TLanes weight = PowerOfTwo.Of(k[3] - best, low, round, c6, c5, c4, c3, c2, c1, one);
            total += weight;
            sumA = TLanes.FusedMultiplyAdd(weight, a - k[0], sumA);
            sumB = TLanes.FusedMultiplyAdd(weight, b - k[1], sumB);
        }

        TLanes factor = scratch[1] / total;
        scratch[4] = sumA * factor;
        scratch[5] = sumB * factor;
    }
}
