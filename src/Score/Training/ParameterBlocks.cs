using ScoreSde.Networks;

namespace ScoreSde.Training;

/// <summary>
/// The weights of a network cut into whole rows of about 16384 numbers: units of work that leave room in the second-level cache for everything that
/// an update reads and writes. Where there are several, they are whole panels of the packed weights, so that threads share no cache line.
/// </summary>
internal static class ParameterBlocks
{
    private const int Numbers = 16384;
    private const int PanelRows = 32;

    public static (int Parameter, int FirstRow, int Rows)[] Of(ResidualMlp<float> network)
    {
        var blocks = new List<(int, int, int)>();
        for (int parameter = 0; parameter < network.Parameters.Count; parameter++)
        {
            int rows = network.Parameters[parameter].Shape[0];
            int columns = network.Parameters[parameter].Values.Length / rows;
            int step = Math.Max(1, Numbers / columns / PanelRows) * PanelRows;
            for (int first = 0; first < rows; first += step)
            {
                blocks.Add((parameter, first, Math.Min(step, rows - first)));
            }
        }

        return [.. blocks];
    }
}
