using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScoreSde.Lanes;

namespace ScoreSde.Training;

/// <summary>
/// Σ x² in double: eight sums by place modulo 8, added in a fixed tree. The order does not depend on the processor.
/// </summary>
internal static class SumOfSquares
{
    private const int Sums = 8;

    public static double Of(ReadOnlySpan<float> values)
    {
        Span<double> s = stackalloc double[Sums];
        var kernel = new Kernel { Values = values, Totals = s };
        LaneDispatch.Run<double, Kernel>(ref kernel);
        double tail = 0;
        for (int i = values.Length - (values.Length % Sums); i < values.Length; i++)
        {
            tail += (double)values[i] * values[i];
        }

        return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])) + tail;
    }

    private ref struct Kernel : ILaneKernel<double>
    {
        public ReadOnlySpan<float> Values;
        public Span<double> Totals;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, double>
        {
            ref float values = ref MemoryMarshal.GetReference(Values);
            for (int place = 0; place < Sums; place += TLanes.Count)
            {
                TLanes sum = TLanes.Constant(0);
                for (int i = place; i <= Values.Length - Sums + place; i += Sums)
                {
                    TLanes x = TLanes.LoadFloats(ref values, (nuint)i);
                    sum += x * x;
                }

                TLanes.Store(sum, ref Totals[place], 0);
            }
        }
    }
}
