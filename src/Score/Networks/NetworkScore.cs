using System.Numerics;
using ScoreSde.MatrixKernels;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Networks;

/// <summary>
/// A network as a model of the noise: ε(x, level) = a x + b y(x, λ, c), where (a, b) is the conversion of what the network predicts
/// (<see cref="Conversion.ToNoise"/>).
/// </summary>
/// <remarks>
/// Thread-safe; without allocation once every thread has had its first evaluation. A row's bits depend on nothing but its
/// x, level and label. Write weights (<see cref="ResidualMlp{T}.WeightsChanged"/>) only while nothing is evaluated.
/// </remarks>
/// <typeparam name="T">float or double; <see cref="ResidualMlp{T}.ConvertTo"/> takes weights from one to the other.</typeparam>
public sealed partial class NetworkScore<T> : IJacobianProducts<Tile<T>>, IRowwiseScore<T>, ILearnedVariance<Tile<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ResidualMlp<T> network;
    private readonly Func<long, int>? labelOf;
    private readonly WorkspacePool<T> forward;
    private readonly WorkspacePool<T> backward;
    private readonly int chunkRows;
    private readonly bool knowsUnlabelled;

    /// <param name="network">The network.</param>
    /// <param name="prediction">What its output stands for.</param>
    /// <param name="labelOf">The class of a sample by its index in the run, −1 for none; null for none at all. Called from all threads.</param>
    /// <param name="knowsUnlabelled">Whether a network with classes was trained on rows without their label too, so that −1 means something to it.</param>
    /// <param name="range">The times of its training; null for all.</param>
    /// <exception cref="ArgumentException">Labels are given for an unconditional network, or none for one that was trained with every label.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The parametrisation is unknown.</exception>
    public NetworkScore(
        ResidualMlp<T> network,
        Parametrisation prediction = Parametrisation.Noise,
        Func<long, int>? labelOf = null,
        bool knowsUnlabelled = true,
        TimeRange? range = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!Enum.IsDefined(prediction))
        {
            throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "Unknown parametrisation.");
        }

        if (labelOf is not null && network.Settings.Classes == 0)
        {
            throw new ArgumentException("An unconditional network takes no labels.", nameof(labelOf));
        }

        if (labelOf is null && network.Settings.Classes > 0 && !knowsUnlabelled)
        {
            throw new ArgumentException(UnlabelledScore.Refusal, nameof(labelOf));
        }

        this.network = network;
        this.labelOf = labelOf;
        this.knowsUnlabelled = knowsUnlabelled;
        Prediction = prediction;
        Range = range ?? TimeRange.Whole;
        chunkRows = ChunkRows(network.Settings.Width);
        forward = new WorkspacePool<T>(network, chunkRows, training: false);
        backward = new WorkspacePool<T>(network, chunkRows, training: true);
    }

    /// <summary>What the network's output stands for.</summary>
    public Parametrisation Prediction { get; }

    /// <inheritdoc/>
    public int Dimension => network.Settings.Dimension;

    /// <inheritdoc/>
    public TimeRange Range { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class, or the level is clean (σ = 0) and the prediction says nothing of ε there.</exception>
    /// <exception cref="InvalidOperationException">A sample has no label and the network was trained with every label.</exception>
    public void Evaluate(Tile<T> x, NoiseLevel level, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        Conversion conversion = ToNoise(level);
        MlpWorkspace<T> workspace = forward.Take();
        try
        {
            for (int row = 0; row < x.Rows; row += chunkRows)
            {
                ReadOnlySpan<T> input = Chunk(x, row);
                Span<T> result = Chunk(epsilon, row);
                Predict(x, row, level, result, workspace);
                Convert(conversion, input, result);
            }
        }
        finally
        {
            forward.Return(workspace);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">As for one level.</exception>
    public void Evaluate(Tile<T> x, ReadOnlySpan<NoiseLevel> levels, ReadOnlySpan<long> samples, Tile<T> epsilon)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(epsilon);
        Span<double> lambdas = stackalloc double[Math.Min(chunkRows, x.Rows)];
        Span<int> labels = stackalloc int[labelOf is null ? 0 : lambdas.Length];
        MlpWorkspace<T> workspace = forward.Take();
        try
        {
            for (int first = 0; first < x.Rows; first += chunkRows)
            {
                Span<T> result = Chunk(epsilon, first);
                int rows = result.Length / Dimension;
                for (int i = 0; i < rows; i++)
                {
                    lambdas[i] = levels[first + i].Lambda;
                    if (labelOf is not null)
                    {
                        labels[i] = LabelOf(samples[first + i]);
                    }
                }

                network.Forward(Chunk(x, first), lambdas[..rows], labels[..Math.Min(rows, labels.Length)], result, workspace);
                for (int row = first; row < first + rows; row++)
                {
                    Convert(ToNoise(levels[row]), x.Row(row), epsilon.Row(row));
                }
            }
        }
        finally
        {
            forward.Return(workspace);
        }
    }

    // As many rows as keep the hidden state and both activations in a second-level cache, whole blocks of the kernel, and enough of them
    // to pay for reading the weights.
    private static int ChunkRows(int width)
    {
        const int CacheNumbers = 96 * 1024;
        const int FewestRows = 96;
        const int MostRows = 384;
        int rows = Math.Clamp(CacheNumbers / (3 * width), FewestRows, MostRows);
        return rows / RowBlocks.Most * RowBlocks.Most;
    }

    private static void Convert(Conversion conversion, ReadOnlySpan<T> x, Span<T> target)
    {
        if (conversion != new Conversion(0, 1))
        {
            RowKernels.Combine(T.CreateTruncating(conversion.OnState), x, T.CreateTruncating(conversion.OnOther), target);
        }
    }

    private Conversion ToNoise(NoiseLevel level)
    {
        Conversion conversion = Conversion.ToAnswer(Prediction, level);
        return double.IsFinite(conversion.OnState) && double.IsFinite(conversion.OnOther)
            ? conversion
            : throw new ArgumentOutOfRangeException(nameof(level), level, $"A prediction of {Prediction} says nothing of {(level.IsPureNoise ? "x₀" : "ε")} at this level.");
    }

    private int LabelOf(long sample)
    {
        int label = labelOf!(sample);
        return label >= 0 || knowsUnlabelled ? label : throw new InvalidOperationException(UnlabelledScore.Refusal);
    }

    private Span<T> Chunk(Tile<T> tile, int row)
    {
        int rows = Math.Min(chunkRows, tile.Rows - row);
        return tile.Values.Slice(row * Dimension, rows * Dimension);
    }

    private void Predict(Tile<T> x, int row, NoiseLevel level, Span<T> output, MlpWorkspace<T> workspace)
    {
        ReadOnlySpan<T> input = Chunk(x, row);
        Span<int> labels = stackalloc int[labelOf is null ? 0 : input.Length / Dimension];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = LabelOf(x.FirstSample + row + i);
        }

        network.Forward(input, level.Lambda, labels, output, workspace);
    }
}
