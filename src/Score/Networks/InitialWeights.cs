using System.Numerics;
using System.Runtime.CompilerServices;
using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Networks;

/// <summary>
/// The weights before training: normal with the deviation that keeps the variance of the hidden units between 1 and 4 at any
/// depth, and 0 for biases, the class embedding's "no label" row, the output layer and the skip, so that the first prediction is 0.
/// </summary>
internal static class InitialWeights
{
    // 1/√E[SiLU(z)²] for z ~ N(0, 1): a layer after an activation keeps the variance.
    private const double ActivationGain = 1.6766;

    public static Parameter<T>[] Create<T>(MlpSettings settings, ParameterLayout layout, ulong seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = new Parameter<T>[layout.Entries.Count];
        for (int i = 0; i < parameters.Length; i++)
        {
            (string name, int[] shape) = layout.Entries[i];
            var values = new T[ParameterLayout.Length(shape)];
            double deviation = Deviation(settings, layout, i);
            if (deviation > 0)
            {
                int rows = i == layout.ClassWeight ? settings.Classes : shape[0];
                Draw(values.AsSpan(0, rows * shape[1]), shape[1], deviation, new NoiseKey(seed, (uint)i, NoisePurpose.Weights));
            }

            parameters[i] = new Parameter<T>(name, [.. shape], values);
        }

        return parameters;
    }

    private static double Deviation(MlpSettings settings, ParameterLayout layout, int index)
    {
        // A feature has mean square ½. Each of the n residual layers adds 1/n of its input's variance, all together a factor e.
        double time = Math.Sqrt(0.5 / settings.TimeFeatures);
        if (index == layout.InputWeight)
        {
            return Math.Sqrt(1.0 / settings.Dimension);
        }

        if (index == layout.TimeWeight || index == layout.ClassWeight)
        {
            return index == layout.TimeWeight ? time : 0.5;
        }

        for (int block = 0; block < settings.Depth; block++)
        {
            double share = 1 / Math.Sqrt(settings.Depth);
            if (index == layout.BlockWeight(block))
            {
                return share * ActivationGain / Math.Sqrt(settings.Width);
            }

            if (index == layout.BlockTimeWeight(block))
            {
                return share * time;
            }
        }

        return 0;
    }

    // Drawn in double and rounded, so that float and double networks of one seed hold the same numbers. A frame of its own, by which whoever reads the
    // ledger of noise tells this use, however much is compiled into its callers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Draw<T>(Span<T> values, int columns, double deviation, NoiseKey key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = values.Length / columns;
        var space = new TileSpace<double>(rows, columns);
        space.MoveTo(0, rows);
        Tile<double> normals = space.Allocate();
        space.FillNormal(normals, deviation, key);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(normals.Values[i]);
        }
    }
}
