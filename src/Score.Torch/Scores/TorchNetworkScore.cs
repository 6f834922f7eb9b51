using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scores;

/// <summary>
/// A network as a model of the noise: ε(x, level) = a x + b y(x, λ, c), where (a, b) is the conversion of what the network predicts
/// (<see cref="Conversion.ToNoise"/>). With labels and a guidance w ≠ 1 it is w ε(x, c) + (1 − w) ε(x, no label): Ho and Salimans 2022, eq. (6), whose weight is w − 1.
/// </summary>
/// <remarks>For one thread. The network is the caller's to dispose of.</remarks>
public sealed class TorchNetworkScore : IBatchScore, IJacobianProducts<Tensor>, IComposedScore, ILearnedVariance<Tensor>, IDisposable
{
    private const int MostDoubledRows = 1024;

    private readonly TorchNetwork network;
    private readonly Func<long, int>? labelOf;
    private readonly double guidance;
    private readonly bool knowsUnlabelled;
    private Tensor? labels;
    private Tensor? doubled;

    /// <param name="network">The network.</param>
    /// <param name="prediction">What its output stands for.</param>
    /// <param name="labelOf">The class of a sample by its index in the run, −1 for none; null for none at all.</param>
    /// <param name="guidance">w; 1 for none. Another doubles the work of an evaluation.</param>
    /// <param name="knowsUnlabelled">Whether a network with classes was trained on rows without their label too, so that −1 and guidance mean something to it.</param>
    /// <param name="range">The times of its training; null for all.</param>
    /// <exception cref="ArgumentException">
    /// Labels or guidance are given for an unconditional network, or guidance without labels; or no labels, or guidance, for one that was trained with every label.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The parametrisation is unknown or the guidance not finite.</exception>
    public TorchNetworkScore(
        TorchNetwork network,
        Parametrisation prediction = Parametrisation.Noise,
        Func<long, int>? labelOf = null,
        double guidance = 1,
        bool knowsUnlabelled = true,
        TimeRange? range = null)
    {
        if (!Enum.IsDefined(prediction))
        {
            throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "Unknown parametrisation.");
        }

        if (labelOf is not null && network.Classes == 0)
        {
            throw new ArgumentException("An unconditional network takes no labels.", nameof(labelOf));
        }

        if (Require.Finite(guidance) != 1 && labelOf is null)
        {
            throw new ArgumentException("Guidance needs labels to guide to.", nameof(guidance));
        }

        if (network.Classes > 0 && !knowsUnlabelled && (guidance != 1 || labelOf is null))
        {
            throw new ArgumentException(UnlabelledScore.Refusal, guidance != 1 ? nameof(guidance) : nameof(labelOf));
        }

        this.network = network;
        this.labelOf = labelOf;
        this.guidance = guidance;
        this.knowsUnlabelled = knowsUnlabelled;
        Prediction = prediction;
        Range = range ?? TimeRange.Whole;
    }

    /// <summary>What the network's output stands for.</summary>
    public Parametrisation Prediction { get; }

    /// <inheritdoc/>
    public int Dimension => network.Dimension;

    /// <inheritdoc/>
    /// <remarks>Two with guidance, whether they are made as one batch or apart.</remarks>
    public int EvaluationsPerCall => guidance == 1 ? 1 : 2;

    /// <inheritdoc/>
    public TimeRange Range { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    /// <exception cref="InvalidOperationException">A sample has no label and the network was trained with every label.</exception>
    public void MoveTo(long firstSample, int rows)
    {
        if (labelOf is null)
        {
            return;
        }

        var classes = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            int label = labelOf(firstSample + i);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, network.Classes, nameof(labelOf));
            if (label < 0 && !knowsUnlabelled)
            {
                throw new InvalidOperationException(UnlabelledScore.Refusal);
            }

            classes[i] = label < 0 ? network.Classes : label;
        }

        labels?.Dispose();
        doubled?.Dispose();
        doubled = null;
        labels = tensor(classes, int64, network.Device).DetachFromDisposeScope();
        if (guidance != 1 && rows <= MostDoubledRows)
        {
            long[] none = [.. Enumerable.Repeat((long)network.Classes, rows)];
            doubled = tensor([.. classes, .. none], int64, network.Device).DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<NoiseLevel> levels)
    {
        using IDisposable noGradients = no_grad();
        network.Prepare(levels, guidance == 1 ? Prediction : Parametrisation.Noise);
    }

    /// <inheritdoc/>
    /// <remarks>epsilon gets other memory: views of it keep the old.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is clean (σ = 0) and the prediction says nothing of ε there.</exception>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
    {
        Conversion conversion = ToNoise(level);
        using IDisposable noGradients = no_grad();
        using Tensor output = guidance == 1 ? network.PredictNoise(x, level, labels, Prediction, conversion) : Guided(x, level);
        if (guidance != 1)
        {
            network.ToNoise(output, x, conversion);
        }

        epsilon.set_(output);
    }

    /// <inheritdoc/>
    public bool OffersVariance => network.LearnsVariance;

    /// <inheritdoc/>
    /// <remarks>With guidance the variance is that of the conditional network. What is written gets other memory: views of it keep the old.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is clean (σ = 0) and the prediction says nothing of ε there.</exception>
    public bool TryEvaluateWithVariance(Tensor x, NoiseLevel level, Tensor epsilon, Tensor variance)
    {
        if (!network.LearnsVariance)
        {
            return false;
        }

        Conversion conversion = ToNoise(level);
        using IDisposable noGradients = no_grad();
        (Tensor output, Tensor learned) = network.PredictWithVariance(x, level, labels);
        using (output)
        using (learned)
        {
            if (guidance != 1)
            {
                using Tensor plain = network.Predict(x, level, null);
                Combination.Scale(output, guidance);
                Combination.Add(output, 1 - guidance, plain);
            }

            network.ToNoise(output, x, conversion);
            epsilon.set_(output);
            variance.set_(learned);
        }

        return true;
    }

    /// <inheritdoc/>
    /// <remarks>By one forward and one backward pass of libtorch. product gets other memory: views of it keep the old.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is clean (σ = 0) and the prediction says nothing of ε there.</exception>
    public void TransposedJacobianProduct(Tensor x, NoiseLevel level, Tensor cotangent, Tensor product) =>
        Jacobians.Write(Differentiable(level), x, null, [cotangent], [product]);

    /// <inheritdoc/>
    /// <remarks>What is written gets other memory: views of it keep the old.</remarks>
    public bool TryEvaluateWithProducts(
        Tensor x, NoiseLevel level, Tensor epsilon, ReadOnlySpan<Tensor> cotangents, ReadOnlySpan<Tensor> products)
    {
        Jacobians.Write(Differentiable(level), x, epsilon, cotangents, products);
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>What is written gets other memory: views of it keep the old.</remarks>
    public bool TryEvaluateWithDiagonal(Tensor x, NoiseLevel level, Tensor epsilon, Tensor diagonal)
    {
        Jacobians.WriteDiagonal(Differentiable(level), x, epsilon, diagonal);
        return true;
    }

    /// <summary>Disposes of the labels; the network stays.</summary>
    public void Dispose()
    {
        labels?.Dispose();
        doubled?.Dispose();
    }

    // ε in operations that can be differentiated.
    private Func<Tensor, Tensor> Differentiable(NoiseLevel level)
    {
        Conversion conversion = ToNoise(level);
        Tensor features = network.FeaturesAt(level);
        return x =>
        {
            Tensor output = network.Forward(x, features, labels);
            if (guidance != 1)
            {
                output = output.Times(guidance).Plus(network.Forward(x, features, null), 1 - guidance);
            }

            output = conversion.OnOther == 1 ? output : output.Times(conversion.OnOther);
            return conversion.OnState == 0 ? output : output.Plus(x, conversion.OnState);
        };
    }

    private Conversion ToNoise(NoiseLevel level)
    {
        Conversion conversion = Conversion.ToAnswer(Prediction, level);
        return double.IsFinite(conversion.OnState) && double.IsFinite(conversion.OnOther)
            ? conversion
            : throw new ArgumentOutOfRangeException(nameof(level), level, $"A prediction of {Prediction} says nothing of {(level.IsPureNoise ? "x₀" : "ε")} at this level.");
    }

    // Both predictions as one batch where it is small, so that a device has twice the work in a launch.
    private Tensor Guided(Tensor x, NoiseLevel level)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor output;
        Tensor plain;
        if (doubled is not null)
        {
            Tensor[] halves = network.Predict(cat([x, x], 0), level, doubled).chunk(2, 0);
            (output, plain) = (halves[0].Times(guidance), halves[1]);
        }
        else
        {
            (output, plain) = (network.Predict(x, level, labels), network.Predict(x, level, null));
            Combination.Scale(output, guidance);
        }

        Combination.Add(output, 1 - guidance, plain);
        return output.MoveToOuterDisposeScope();
    }
}
