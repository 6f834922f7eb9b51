using ScoreSde.Networks;

namespace ScoreSde.Training;

/// <summary>
/// The weights of a network cut into pieces of at most 16384 numbers: the units of the sum that makes the gradient's norm. The cut depends on the
/// network alone.
/// </summary>
internal static class ParameterSlices
{
    private const int MostNumbers = 16384;

    public static (int Parameter, int First, int Length)[] Of(ResidualMlp<float> network)
    {
        var slices = new List<(int, int, int)>();
        for (int parameter = 0; parameter < network.Parameters.Count; parameter++)
        {
            int length = network.Parameters[parameter].Values.Length;
            for (int first = 0; first < length; first += MostNumbers)
            {
                slices.Add((parameter, first, Math.Min(MostNumbers, length - first)));
            }
        }

        return [.. slices];
    }
}
