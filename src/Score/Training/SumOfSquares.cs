namespace ScoreSde.Training;

/// <summary>
/// Σ x² in double: eight sums by place modulo 8, added in a fixed tree. The order does not depend on the processor.
/// </summary>
internal static class SumOfSquares
{
    public static double Of(ReadOnlySpan<float> values)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            ReadOnlySpan<float> x = values.Slice(i, 8);
            s0 += (double)x[0] * x[0];
            s1 += (double)x[1] * x[1];
            s2 += (double)x[2] * x[2];
            s3 += (double)x[3] * x[3];
            s4 += (double)x[4] * x[4];
            s5 += (double)x[5] * x[5];
            s6 += (double)x[6] * x[6];
            s7 += (double)x[7] * x[7];
        }

        double tail = 0;
        for (; i < values.Length; i++)
        {
            tail += (double)values[i] * values[i];
        }

        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + tail;
    }
}
