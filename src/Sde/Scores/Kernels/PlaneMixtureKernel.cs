using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;
using ScoreSde.Lanes.Functions;

namespace ScoreSde.Scores.Kernels;

/// <summary>
/// <see cref="MixtureKernel{T}"/> for components along the axes of the plane, to the same bits: pairs of coordinates are taken apart in
/// registers, and nothing but the exponents goes through memory. x and ε must not overlap.
/// </summary>
internal readonly ref struct PlaneMixtureKernel<T>(MixtureTable<T> table, ReadOnlySpan<T> x, Span<T> epsilon) : ILaneKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostOnStack = 256;

    private readonly ReadOnlySpan<T> x = x;
    private readonly Span<T> epsilon = epsilon[..x.Length];

    /// <summary>Whether this kernel can do the table's work.</summary>
    public static bool Fits(MixtureTable<T> table) =>
        table.Dimension == 2 && table.LogFactors.Length <= MostOnStack && Array.TrueForAll(table.Directions, static q => q is null);

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int block = 2 * TLanes.Count;
        int whole = x.Length / block * block;
        Blocks<TLanes>(x[..whole], epsilon);
        if (whole < x.Length)
        {
            // The last rows, filled up to a whole block with zeros.
            Span<T> rest = stackalloc T[2 * block];
            rest.Clear();
            x[whole..].CopyTo(rest);
            Blocks<TLanes>(rest[..block], rest[block..]);
            rest.Slice(block, x.Length - whole).CopyTo(epsilon[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blocks<TLanes>(ReadOnlySpan<T> points, Span<T> result)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        ref T source = ref MemoryMarshal.GetReference(points);
        ref T target = ref MemoryMarshal.GetReference(result);
        ref T means = ref MemoryMarshal.GetArrayDataReference(table.Means);
        ref T precisions = ref MemoryMarshal.GetArrayDataReference(table.Precisions);
        ref T factors = ref MemoryMarshal.GetArrayDataReference(table.LogFactors);
        nuint components = (nuint)table.LogFactors.Length;
        Span<TLanes> scratch = stackalloc TLanes[table.LogFactors.Length];
        ref TLanes exponents = ref MemoryMarshal.GetReference(scratch);
        nuint count = (nuint)TLanes.Count;
        for (nuint index = 0; index < (nuint)points.Length; index += 2 * count)
        {
            TLanes a = TLanes.Load(ref source, index);
            TLanes b = TLanes.Load(ref source, index + count);
            TLanes.SeparatePairs(ref a, ref b);
            TLanes best = TLanes.Constant(double.NegativeInfinity);
            for (nuint k = 0; k < components; k++)
            {
                TLanes alongA = a - TLanes.Broadcast(Unsafe.Add(ref means, 2 * k));
                TLanes alongB = b - TLanes.Broadcast(Unsafe.Add(ref means, (2 * k) + 1));
                TLanes square = alongA * TLanes.Broadcast(Unsafe.Add(ref precisions, 2 * k)) * alongA;
                square = TLanes.FusedMultiplyAdd(alongB * TLanes.Broadcast(Unsafe.Add(ref precisions, (2 * k) + 1)), alongB, square);
                TLanes exponent = TLanes.FusedMultiplyAdd(TLanes.Constant(-0.5), square, TLanes.Broadcast(Unsafe.Add(ref factors, k)));
                Unsafe.Add(ref exponents, k) = exponent;
                best = TLanes.Select(TLanes.LessThan(best, exponent), exponent, best);
            }

            TLanes total = TLanes.Constant(0);
            TLanes sumA = TLanes.Constant(0);
            TLanes sumB = TLanes.Constant(0);
            for (nuint k = 0; k < components; k++)
            {
                TLanes weight = Exponential.OfNegative<TLanes, T>(Unsafe.Add(ref exponents, k) - best);
                total += weight;
                TLanes alongA = a - TLanes.Broadcast(Unsafe.Add(ref means, 2 * k));
                TLanes alongB = b - TLanes.Broadcast(Unsafe.Add(ref means, (2 * k) + 1));
                sumA = TLanes.FusedMultiplyAdd(weight * TLanes.Broadcast(Unsafe.Add(ref precisions, 2 * k)), alongA, sumA);
                sumB = TLanes.FusedMultiplyAdd(weight * TLanes.Broadcast(Unsafe.Add(ref precisions, (2 * k) + 1)), alongB, sumB);
            }

            TLanes scale = TLanes.Broadcast(table.Sigma) / total;
            sumA *= scale;
            sumB *= scale;
            TLanes.InterleavePairs(ref sumA, ref sumB);
            TLanes.Store(sumA, ref target, index);
            TLanes.Store(sumB, ref target, index + count);
        }
    }
}
