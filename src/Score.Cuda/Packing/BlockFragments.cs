namespace ScoreSde.Cuda.Packing;

/// <summary>
/// The residual layers' weights in bfloat16, in the order in which the lanes of a warp load their part of a product (mma.m16n8k16, two in a row): for layer i, eight
/// outputs n, 32 inputs q and lane l the eight numbers W_i[8n + l/4][32q + 2(l mod 4) + {0, 1, 8, 9, 16, 17, 24, 25}].
/// </summary>
internal static class BlockFragments
{
    /// <summary>Widths are multiples of it: a warp each for eight, eight outputs for a warp.</summary>
    public const int WidthUnit = 64;

    private const int Lanes = 32;
    private const int Outputs = 8;
    private const int Inputs = 32;

    private static readonly int[] Places = [0, 1, 8, 9, 16, 17, 24, 25];

    /// <summary>Packs square matrices of one width, [output, input] row-major.</summary>
    /// <param name="layers">The matrices.</param>
    /// <param name="width">A multiple of <see cref="WidthUnit"/>.</param>
    /// <param name="split">Whether what rounding left off follows, as an array of the same form.</param>
    public static ushort[] Pack(IReadOnlyList<float[]> layers, int width, bool split)
    {
        int matrix = width * width;
        var packed = new ushort[checked(layers.Count * matrix * (split ? 2 : 1))];
        int at = 0;
        foreach (float[] weights in layers)
        {
            for (int n = 0; n < width / Outputs; n++)
            {
                for (int q = 0; q < width / Inputs; q++)
                {
                    for (int lane = 0; lane < Lanes; lane++)
                    {
                        int row = ((Outputs * n) + (lane / 4)) * width;
                        int column = (Inputs * q) + (2 * (lane % 4));
                        foreach (int place in Places)
                        {
                            float weight = weights[row + column + place];
                            ushort high = BFloat16.Round(weight);
                            packed[at] = high;
                            if (split)
                            {
                                packed[at + (layers.Count * matrix)] = BFloat16.Round(weight - BFloat16.ToSingle(high));
                            }

                            at++;
                        }
                    }
                }
            }
        }

        return packed;
    }
}
