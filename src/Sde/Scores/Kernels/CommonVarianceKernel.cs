using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// ε = (σ/c) Σ_k r_k (x − μ_k) in the plane: two vectors of samples at a time, with all constants in registers. x and ε must not overlap.
/// </summary>
internal readonly ref struct CommonVarianceKernel(CommonVariance table, ReadOnlySpan<float> x, Span<float> epsilon) : ILaneKernel<float>
{
    /// <summary>What the exponents have room for on the stack.</summary>
    public const int MostComponents = 64;

    private readonly CommonVariance table = table;
    private readonly ReadOnlySpan<float> x = x;
    private readonly Span<float> epsilon = epsilon[..x.Length];

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        int block = 4 * TLanes.Count;
        int whole = x.Length / block * block;
        Blocks<TLanes>(x[..whole], epsilon);
        if (whole < x.Length)
        {
            // The last rows, filled up to a whole block with zeros.
            Span<float> rest = stackalloc float[2 * block];
            rest.Clear();
            x[whole..].CopyTo(rest);
            Blocks<TLanes>(rest[..block], rest[block..]);
            rest.Slice(block, x.Length - whole).CopyTo(epsilon[whole..]);
        }
    }

    // The exponents' place is written before it is read: clearing it would cost as much as a hundred samples.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks<TLanes>(ReadOnlySpan<float> points, Span<float> result)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        ref float source = ref MemoryMarshal.GetReference(points);
        ref float target = ref MemoryMarshal.GetReference(result);
        ref float first = ref MemoryMarshal.GetReference(table.Components);
        ref float end = ref Unsafe.Add(ref first, table.Components.Length);
        Span<TLanes> scratch = stackalloc TLanes[2 * MostComponents];
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
        TLanes slope = TLanes.Broadcast(table.Slope);
        nuint count = (nuint)TLanes.Count;
        for (nuint index = 0; index < (nuint)points.Length; index += 4 * count)
        {
            TLanes a = TLanes.Load(ref source, index);
            TLanes b = TLanes.Load(ref source, index + count);
            TLanes c = TLanes.Load(ref source, index + (2 * count));
            TLanes d = TLanes.Load(ref source, index + (3 * count));
            TLanes.SeparatePairs(ref a, ref b);
            TLanes.SeparatePairs(ref c, ref d);
            TLanes best = TLanes.Constant(double.NegativeInfinity);
            TLanes next = best;
            ref TLanes exponent = ref MemoryMarshal.GetReference(scratch);
            for (ref float k = ref first; Unsafe.IsAddressLessThan(ref k, ref end); k = ref Unsafe.Add(ref k, 3))
            {
                TLanes meanA = TLanes.Broadcast(k);
                TLanes meanB = TLanes.Broadcast(Unsafe.Add(ref k, 1));
                TLanes factor = TLanes.Broadcast(Unsafe.Add(ref k, 2));
                TLanes alongA = a - meanA;
                TLanes alongB = b - meanB;
                TLanes z = TLanes.FusedMultiplyAdd(slope, TLanes.FusedMultiplyAdd(alongB, alongB, alongA * alongA), factor);
                exponent = z;
                best = TLanes.Maximum(best, z);
                alongA = c - meanA;
                alongB = d - meanB;
                z = TLanes.FusedMultiplyAdd(slope, TLanes.FusedMultiplyAdd(alongB, alongB, alongA * alongA), factor);
                Unsafe.Add(ref exponent, 1) = z;
                next = TLanes.Maximum(next, z);
                exponent = ref Unsafe.Add(ref exponent, 2);
            }

            TLanes total = TLanes.Constant(0);
            TLanes sumA = total;
            TLanes sumB = total;
            TLanes nextTotal = total;
            TLanes sumC = total;
            TLanes sumD = total;
            exponent = ref MemoryMarshal.GetReference(scratch);
            for (ref float k = ref first; Unsafe.IsAddressLessThan(ref k, ref end); k = ref Unsafe.Add(ref k, 3))
            {
                TLanes meanA = TLanes.Broadcast(k);
                TLanes meanB = TLanes.Broadcast(Unsafe.Add(ref k, 1));
                TLanes weight = PowerOfTwo.Of(exponent - best, low, round, c6, c5, c4, c3, c2, c1, one);
                total += weight;
                sumA = TLanes.FusedMultiplyAdd(weight, a - meanA, sumA);
                sumB = TLanes.FusedMultiplyAdd(weight, b - meanB, sumB);
                weight = PowerOfTwo.Of(Unsafe.Add(ref exponent, 1) - next, low, round, c6, c5, c4, c3, c2, c1, one);
                nextTotal += weight;
                sumC = TLanes.FusedMultiplyAdd(weight, c - meanA, sumC);
                sumD = TLanes.FusedMultiplyAdd(weight, d - meanB, sumD);
                exponent = ref Unsafe.Add(ref exponent, 2);
            }

            TLanes scale = TLanes.Broadcast(table.Scale);
            Put(sumA, sumB, scale / total, ref target, index);
            Put(sumC, sumD, scale / nextTotal, ref target, index + (2 * count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes>(TLanes a, TLanes b, TLanes factor, ref float target, nuint index)
        where TLanes : unmanaged, ILanes<TLanes, float>
    {
        a *= factor;
        b *= factor;
        TLanes.InterleavePairs(ref a, ref b);
        TLanes.Store(a, ref target, index);
        TLanes.Store(b, ref target, index + (nuint)TLanes.Count);
    }
}
