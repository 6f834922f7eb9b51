using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.States.Kernels;

/// <summary>
/// Σ x_j² in double. One order for every width: partial sum p takes j ≡ p (mod 8) with fused multiply-adds, and the eight are
/// added as ((s₀ + s₄) + (s₂ + s₆)) + ((s₁ + s₅) + (s₃ + s₇)).
/// </summary>
/// <typeparam name="T">float or double: the type of the numbers, not of the sum.</typeparam>
internal ref struct SquaredNorm<T>(ReadOnlySpan<T> values) : ILaneKernel<double>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Parts = 8;
    private readonly ReadOnlySpan<T> values = values;

    /// <summary>The sum, after a run.</summary>
    public double Value { get; private set; }

    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        Span<double> sums = stackalloc double[Parts];
        sums.Clear();
        int whole = values.Length - (values.Length % Parts);
        for (int part = 0; whole > 0 && part < Parts; part += TLanes.Count)
        {
            TLanes.Store(Sum<TLanes>(part, whole), ref sums[part], 0);
        }

        for (int j = whole; j < values.Length; j++)
        {
            double x = double.CreateTruncating(values[j]);
            sums[j - whole] = Math.FusedMultiplyAdd(x, x, sums[j - whole]);
        }

        Value = ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    }

    /// <summary>Partial sums part … part + Count − 1 of the first <paramref name="whole"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly TLanes Sum<TLanes>(int part, int whole)
        where TLanes : unmanaged, ILanes<TLanes, double>
    {
        ref T start = ref MemoryMarshal.GetReference(values);
        TLanes sum = TLanes.Constant(0);
        for (nuint j = (nuint)part; j < (nuint)whole; j += Parts)
        {
            TLanes x = typeof(T) == typeof(float)
                ? TLanes.LoadFloats(ref Unsafe.As<T, float>(ref start), j)
                : TLanes.Load(ref Unsafe.As<T, double>(ref start), j);
            sum = TLanes.FusedMultiplyAdd(x, x, sum);
        }

        return sum;
    }
}
