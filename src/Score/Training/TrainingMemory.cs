using ScoreSde.Networks;

namespace ScoreSde.Training;

/// <summary>What a training run keeps in memory, known before it begins. Bytes.</summary>
public static class TrainingMemory
{
    // Weights, average, both moments, gradient; packed for the products forwards and backwards. At a save four copies of the weights, and two in the making.
    private const int CopiesOfWeights = 7;
    private const int CopiesAtSave = 6;

    // x, ε, the output, and what a backward pass looks back on: hidden states, activations, gradients.
    private const int CopiesOfRow = 11;
    private const int StatesPerLayer = 3;

    /// <summary>The weights, the optimiser's state, and their copies while a run is saved.</summary>
    /// <param name="network">The network's shape.</param>
    public static double OfNetwork(MlpSettings network) =>
        sizeof(float) * (double)ResidualMlp<float>.ParameterCount(Require.NotNull(network)) * (CopiesOfWeights + CopiesAtSave);

    /// <summary>What a step of a batch works with.</summary>
    /// <param name="network">The network's shape.</param>
    /// <param name="batch">Rows in a step.</param>
    public static double OfBatch(MlpSettings network, int batch)
    {
        ArgumentNullException.ThrowIfNull(network);
        double widths = ((double)StatesPerLayer * (network.Depth + 1)) + 1;
        return sizeof(float) * (double)batch * ((widths * network.Width) + (CopiesOfRow * (double)network.Dimension) + network.TimeFeatures);
    }
}
