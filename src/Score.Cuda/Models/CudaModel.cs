using System.Numerics;
using ScoreSde.Checkpoints;
using ScoreSde.Cuda.Launching;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Cuda.Models;

/// <summary>A model of the noise that the kernel knows: a residual perceptron or a mixture of Gaussians, as it was when this was made.</summary>
public abstract class CudaModel
{
    private protected CudaModel(int dimension, TimeRange range)
    {
        Dimension = dimension;
        Range = range;
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>The times at which the model may be asked.</summary>
    public TimeRange Range { get; }

    /// <summary>Classes; 0 where it has none.</summary>
    public abstract int Classes { get; }

    /// <summary>A network; its weights are copied.</summary>
    /// <param name="network">The network.</param>
    /// <param name="prediction">What its output stands for.</param>
    /// <param name="knowsUnlabelled">Whether a network with classes was trained on rows without their label too, so that −1 and guidance mean something to it.</param>
    /// <param name="range">The times of its training; null for all.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The parametrisation is unknown.</exception>
    public static CudaModel Of<T>(ResidualMlp<T> network, Parametrisation prediction = Parametrisation.Noise, bool knowsUnlabelled = true, TimeRange? range = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return new PerceptronModel(
            network.Settings,
            [.. network.Parameters.Select(static parameter => Array.ConvertAll(parameter.Values, double.CreateTruncating))],
            prediction,
            knowsUnlabelled,
            range ?? TimeRange.Whole);
    }

    /// <summary>The network of a checkpoint, with all that the file says of it.</summary>
    public static CudaModel Of(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Of(checkpoint.Network, checkpoint.Parametrisation, checkpoint.KnowsUnlabelled, checkpoint.Range);
    }

    /// <summary>The exact ε of a mixture.</summary>
    public static CudaModel Of(GaussianMixture mixture) => new MixtureModel(mixture ?? throw new ArgumentNullException(nameof(mixture)));

    /// <summary>Refuses labels, guidance and products that mean nothing to the model.</summary>
    /// <exception cref="ArgumentException">They do not go together.</exception>
    internal abstract void Check(CudaSamplerOptions options, bool isDouble);

    /// <summary>The class of a sample as the kernel counts: the last is no label.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    /// <exception cref="InvalidOperationException">A sample has no label and the network was trained with every label.</exception>
    internal abstract int ClassOf(long sample, CudaSamplerOptions options);

    /// <summary>What the kernel is compiled for.</summary>
    internal abstract KernelSettings Settings(CudaSamplerOptions options, bool isDouble, int slots);

    /// <summary>Weights in the samples' type; empty where there are none.</summary>
    internal abstract T[] Weights<T>(CudaPrecision precision)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Weights in bfloat16; empty where there are none.</summary>
    internal abstract ushort[] Halves(CudaPrecision precision);

    /// <summary>What each noise level makes of the model.</summary>
    internal abstract T[] Levels<T>(CudaPrecision precision, IReadOnlyList<NoiseLevel> levels)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
