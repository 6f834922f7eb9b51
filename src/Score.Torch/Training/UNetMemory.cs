using ScoreSde.Networks;
using ScoreSde.Torch.Networks;

namespace ScoreSde.Torch.Training;

/// <summary>What training a <see cref="TorchUNet"/> keeps in memory, known before it begins.</summary>
public static class UNetMemory
{
    // Weights, averages and both moments between runs, and as many again in the making while they are saved.
    private const int CopiesOfRun = 8;

    // On the device: weights, gradients twice, averages, both moments, which weights decay.
    private const int CopiesOnDevice = 7;

    // What a residual block leaves for the way back: two normalisations, two activations, two convolutions, their inputs, the sum and what joins it.
    private const int MapsOfBlock = 14;

    /// <summary>Numbers in the network.</summary>
    /// <param name="network">The network's shape.</param>
    public static long ParameterCount(UNetSettings network) =>
        new UNetLayout(network).Entries.Sum(static entry => entry.Shape.Aggregate(1L, static (product, length) => product * length));

    /// <summary>Bytes of the weights, the optimiser's state and their copies.</summary>
    /// <param name="network">The network's shape.</param>
    /// <param name="isHere">Whether the device works in this memory.</param>
    public static double OfNetwork(UNetSettings network, bool isHere) =>
        sizeof(float) * (double)ParameterCount(network) * (CopiesOfRun + (isHere ? CopiesOnDevice : 0));

    /// <summary>Bytes of what a step works with, for so many rows at once.</summary>
    /// <param name="network">The network's shape.</param>
    /// <param name="rows">Rows of the batch that are worked on at once.</param>
    public static double OfRows(UNetSettings network, int rows)
    {
        ArgumentNullException.ThrowIfNull(network);
        double numbers = 0;
        double pixels = (double)network.Image.Height * network.Image.Width;
        for (int level = 0; level < network.Multipliers.Count; level++)
        {
            double width = (double)network.Channels * network.Multipliers[level];
            int blocks = (2 * network.Blocks) + 1;
            numbers += blocks * MapsOfBlock * width * pixels;

            // Scores and weights of attention between all pixels of a level.
            numbers += network.AttentionLevels.Contains(level) ? 2 * blocks * pixels * pixels : 0;
            pixels /= 4;
        }

        return sizeof(float) * rows * numbers;
    }
}
