using System.Numerics;
using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

/// <summary>Networks and batches with no zeros in them, so that no term of a formula can hide.</summary>
internal static class TestNetworks
{
    public static ResidualMlp<T> Create<T>(MlpSettings settings, int seed = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var network = new ResidualMlp<T>(settings, 7);
        var random = new Random(seed);
        foreach (Parameter<T> parameter in network.Parameters)
        {
            double scale = 1 / Math.Sqrt(parameter.Shape[^1]);
            Fill(parameter.Values, random, scale);
        }

        network.WeightsChanged();
        return network;
    }

    public static T[] Batch<T>(int length, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[length];
        Fill(values, new Random(seed), 1);
        return values;
    }

    private static void Fill<T>(T[] values, Random random, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.CreateTruncating(scale * ((2 * random.NextDouble()) - 1));
        }
    }
}
