using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Scripts;

/// <summary>
/// A network from a TorchScript file as a model of the noise: ε(x, level) = a x + b y(f x, time, class) with the factors of <see cref="Preconditioning"/>; with a
/// guidance w ≠ 1 it is w ε(x, c) + (1 − w) ε(x, none), where "none" is the index of no class and the unconditional twins of fixed inputs.
/// </summary>
/// <remarks>For one thread. The network is the caller's to dispose of. Products with the Jacobian are libtorch's, where every operation of the file has a derivative.</remarks>
public sealed class TorchScriptScore : IBatchScore, IJacobianProducts<Tensor>, IComposedScore, IToldScore<Tensor>, ILearnedVariance<Tensor>, IDisposable
{
    private readonly TorchScriptNetwork network;
    private readonly Func<long, int>? labelOf;
    private readonly double guidance;
    private readonly LevelTensors<Tensor> times;
    private Tensor? labels;
    private Tensor? none;
    private bool isConditional = true;

    /// <param name="network">The network.</param>
    /// <param name="labelOf">The class of a sample by its index in the run, −1 for none (and for the unconditional twins of fixed inputs); null for none at all.</param>
    /// <param name="guidance">w; 1 for none. Another doubles the work of an evaluation.</param>
    /// <exception cref="ArgumentException">A network with classes gets none, or is to be guided, and knows no samples without; or there is nothing to guide to.</exception>
    public TorchScriptScore(TorchScriptNetwork network, Func<long, int>? labelOf = null, double guidance = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        if ((labelOf is null || guidance != 1) && !network.KnowsUnlabelled)
        {
            throw new ArgumentException("The network knows no samples without a class: its description has no \"noClass\".", nameof(labelOf));
        }

        if (Require.Finite(guidance) != 1 && network.Description is { Classes: 0, FixedUnconditional.Count: 0 })
        {
            throw new ArgumentException("Guidance needs classes, or inputs held fixed that have a twin without a prompt.", nameof(guidance));
        }

        this.network = network;
        this.labelOf = labelOf;
        this.guidance = guidance;
        times = new LevelTensors<Tensor>(levels => levels.Select(level => network.Told(network.TimeOf(level)).DetachFromDisposeScope()));
    }

    /// <inheritdoc/>
    public int Dimension => network.Dimension;

    /// <inheritdoc/>
    public TimeRange Range => network.Description.Range;

    /// <inheritdoc/>
    public int EvaluationsPerCall => guidance == 1 ? 1 : 2;

    /// <inheritdoc/>
    public bool IsTold => network.Description.Time != TimeKind.None;

    /// <inheritdoc/>
    public double TimeOf(NoiseLevel level) => network.TimeOf(level);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class, or a batch of a network without classes is part prompt, part none.</exception>
    public void MoveTo(long firstSample, int rows)
    {
        int classes = network.Description.Classes;
        int[] kinds = [.. Enumerable.Range(0, rows).Select(i => labelOf?.Invoke(firstSample + i) ?? -1)];
        isConditional = labelOf is null || kinds.Length == 0 || kinds[0] >= 0;
        if (network.Description.FixedUnconditional.Count > 0 && labelOf is not null && kinds.Any(kind => kind >= 0 != isConditional))
        {
            throw new ArgumentOutOfRangeException(nameof(firstSample), firstSample, "The samples of one batch must all have their prompt, or none.");
        }

        if (classes == 0)
        {
            return;
        }

        foreach (int kind in kinds.Where(kind => kind >= classes || (kind < 0 && !network.KnowsUnlabelled)))
        {
            throw new ArgumentOutOfRangeException(nameof(firstSample), kind, "A label is no class of the network.");
        }

        // One-hot vectors are cut from those of one class more, which is none.
        long without = network.Description.OneHot ? classes : network.Description.NoClass ?? 0;
        labels?.Dispose();
        none?.Dispose();
        labels = tensor([.. kinds.Select(kind => kind < 0 ? without : kind)], int64, network.Device).DetachFromDisposeScope();
        none = tensor([.. kinds.Select(_ => without)], int64, network.Device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Prepare(IReadOnlyList<NoiseLevel> levels)
    {
        if (IsTold)
        {
            times.Prepare(levels);
        }
    }

    /// <inheritdoc/>
    /// <remarks>epsilon gets other memory: views of it keep the old.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The output says nothing of ε at this level.</exception>
    /// <exception cref="NetworkFileException">libtorch refuses.</exception>
    public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon) => Write(x, level, IsTold ? times.Get(level) : null, epsilon);

    /// <inheritdoc/>
    public void EvaluateTold(Tensor x, NoiseLevel level, double time, Tensor epsilon)
    {
        using Tensor told = network.Told(time);
        Write(x, level, told, epsilon);
    }

    /// <inheritdoc/>
    public void TransposedJacobianProduct(Tensor x, NoiseLevel level, Tensor cotangent, Tensor product) =>
        Jacobians.Write(Differentiable(level), x, null, [cotangent], [product]);

    /// <inheritdoc/>
    public bool TryEvaluateWithProducts(Tensor x, NoiseLevel level, Tensor epsilon, ReadOnlySpan<Tensor> cotangents, ReadOnlySpan<Tensor> products)
    {
        Jacobians.Write(Differentiable(level), x, epsilon, cotangents, products);
        return true;
    }

    /// <inheritdoc/>
    public bool TryEvaluateWithDiagonal(Tensor x, NoiseLevel level, Tensor epsilon, Tensor diagonal)
    {
        Jacobians.WriteDiagonal(Differentiable(level), x, epsilon, diagonal);
        return true;
    }

    /// <inheritdoc/>
    public bool OffersVariance => network.Description.LearnedVariances;

    /// <inheritdoc/>
    /// <remarks>With guidance the variances are those of the prompt or class.</remarks>
    public bool TryEvaluateWithVariance(Tensor x, NoiseLevel level, Tensor epsilon, Tensor variance)
    {
        if (!network.Description.LearnedVariances)
        {
            return false;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        (Tensor output, Tensor? learned) = Noise(x, FactorsOf(level), IsTold ? times.Get(level) : null);
        epsilon.set_(output.contiguous());
        variance.set_(learned!.to(x.dtype).contiguous());
        return true;
    }

    /// <summary>Disposes of labels and times; the network stays.</summary>
    public void Dispose()
    {
        labels?.Dispose();
        none?.Dispose();
        times.Dispose();
    }

    private void Write(Tensor x, NoiseLevel level, Tensor? time, Tensor epsilon)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        epsilon.set_(Noise(x, FactorsOf(level), time).Output.contiguous());
    }

    private Func<Tensor, Tensor> Differentiable(NoiseLevel level)
    {
        Preconditioning factors = FactorsOf(level);
        Tensor? time = IsTold ? times.Get(level) : null;
        return x =>
        {
            Tensor output = Noise(x, factors, time).Output;
            return output.requires_grad ? output : throw new NetworkFileException(network.File, "has no derivative: its code leaves the graph of libtorch, by no_grad or detach, say.");
        };
    }

    private (Tensor Output, Tensor? Variance) Noise(Tensor x, Preconditioning factors, Tensor? time)
    {
        Tensor input = factors.InputFactor == 1 ? x : x.Times(factors.InputFactor);
        (Tensor output, Tensor? variance) = network.Ask(input, time, labels, isConditional);
        output = output.to(x.dtype);
        if (guidance != 1)
        {
            output = output.Times(guidance).Plus(network.Ask(input, time, none, isConditional: false).Output.to(x.dtype), 1 - guidance);
        }

        output = factors.OnOutput == 1 ? output : output.Times(factors.OnOutput);
        return (factors.OnState == 0 ? output : output.Plus(x, factors.OnState), variance);
    }

    private Preconditioning FactorsOf(NoiseLevel level)
    {
        NetworkDescription conventions = network.Description;
        var factors = Preconditioning.Of(conventions.Output, conventions.Input, conventions.DataDeviation, level);
        return double.IsFinite(factors.InputFactor) && double.IsFinite(factors.OnState) && double.IsFinite(factors.OnOutput)
            ? factors
            : throw new ArgumentOutOfRangeException(nameof(level), level, $"A prediction of {conventions.Output} says nothing of ε at this level.");
    }
}
