using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Tensors;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Networks;

/// <summary>A network y(x, λ, c) on tensors: x ∈ ℝᴰ, λ the noise level, c an optional class.</summary>
public abstract class TorchNetwork : IDisposable
{
    private readonly LevelTensors<Tensor> features;
    private readonly Tensor one;

    private protected TorchNetwork(
        IReadOnlyList<(string Name, int[] Shape)> entries, int dimension, int timeFeatures, int classes, bool learnsVariance, ScalarType type, Device device)
    {
        LearnsVariance = learnsVariance;
        Dimension = dimension;
        TimeFeatures = timeFeatures;
        Classes = classes;
        Type = type;
        Device = device;
        Weights = new NetworkParameters(entries, type, device);
        features = new LevelTensors<Tensor>(FeaturesOf);
        one = ones(1, type, device).DetachFromDisposeScope();
        Kernels = TensorKernels.For(device, type);
    }

    /// <summary>Numbers in one sample.</summary>
    public int Dimension { get; }

    /// <summary>Sines and cosines of the noise level.</summary>
    public int TimeFeatures { get; }

    /// <summary>Class labels 0 … Classes − 1; 0 for an unconditional network.</summary>
    public int Classes { get; }

    /// <summary>Whether it says besides y what it learned of the variance of reverse steps (<see cref="ILearnedVariance{TState}"/>).</summary>
    public bool LearnsVariance { get; }

    /// <summary>float32 or float64.</summary>
    public ScalarType Type { get; }

    /// <summary>Where the weights live.</summary>
    public Device Device { get; }

    /// <summary>Whether products and convolutions are done in bfloat16, sums and everything else in <see cref="Type"/>.</summary>
    public bool MixedPrecision { get; set; }

    /// <summary>
    /// Whether samplers use kernels of our own between products and convolutions: on the first card where the driver's compiler is found; false elsewhere,
    /// whatever is asked for. Changes rounding alone.
    /// </summary>
    public bool OwnKernels
    {
        get => Kernels is not null;
        set => Kernels = value ? TensorKernels.For(Device, Type) : null;
    }

    /// <summary>Names and tensors of the weights. The network owns them.</summary>
    public IEnumerable<(string Name, Tensor Value)> Parameters => Weights.Entries.Select((entry, i) => (entry.Name, Weights.Views[i]));

    /// <summary>How many numbers the parameters hold.</summary>
    public long ParameterCount => Weights.Lengths.Sum();

    internal NetworkParameters Weights { get; }

    /// <summary>What samplers use between products and convolutions; null for libtorch's own operators.</summary>
    internal TensorKernels? Kernels { get; set; }

    /// <summary>y for a batch whose rows have noise levels of their own. Differentiable in x and in the weights.</summary>
    /// <param name="x">[rows, dimension].</param>
    /// <param name="features">Of λ, by <see cref="Features"/>: [rows, time features], or [1, time features] for one level.</param>
    /// <param name="labels">[rows] whole numbers, <see cref="Classes"/> for "no label"; null for "no label" in all rows.</param>
    /// <returns>[rows, dimension]; the caller disposes.</returns>
    public abstract Tensor Forward(Tensor x, Tensor features, Tensor? labels);

    /// <summary>The same with w, what was learned of the variance of reverse steps, from the same hidden states.</summary>
    /// <param name="x">[rows, dimension].</param>
    /// <param name="features">Of λ, as for <see cref="Forward"/>.</param>
    /// <param name="labels">As for <see cref="Forward"/>.</param>
    /// <returns>y and w, [rows, dimension] each; the caller disposes of both.</returns>
    /// <exception cref="InvalidOperationException">The network learns no variance.</exception>
    public abstract (Tensor Output, Tensor Variance) ForwardWithVariance(Tensor x, Tensor features, Tensor? labels);

    /// <summary>The features f(λ) of noise levels, [levels, time features], in the network's type and on its device. The caller disposes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A λ is NaN.</exception>
    public Tensor Features(params ReadOnlySpan<double> lambdas)
    {
        var values = new double[lambdas.Length * TimeFeatures];
        for (int i = 0; i < lambdas.Length; i++)
        {
            NoiseFeatures.Write(lambdas[i], values.AsSpan(i * TimeFeatures, TimeFeatures));
        }

        using DisposeScope scope = NewDisposeScope();
        return tensor(values, float64).to(Type, Device).reshape(lambdas.Length, TimeFeatures).DetachFromDisposeScope();
    }

    /// <summary>Disposes of the weights.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>y at one level, for sampling: without gradients, and with what depends on the level alone kept.</summary>
    internal virtual Tensor Predict(Tensor x, NoiseLevel level, Tensor? labels)
    {
        using IDisposable noGradients = no_grad();
        return Forward(x, FeaturesAt(level), labels);
    }

    /// <summary>y and w at one level, for sampling: without gradients.</summary>
    internal virtual (Tensor Output, Tensor Variance) PredictWithVariance(Tensor x, NoiseLevel level, Tensor? labels)
    {
        using IDisposable noGradients = no_grad();
        return ForwardWithVariance(x, FeaturesAt(level), labels);
    }

    /// <summary>ε = a x + b y at one level, y being the prediction and (a, b) its conversion. The caller disposes.</summary>
    internal virtual Tensor PredictNoise(Tensor x, NoiseLevel level, Tensor? labels, Parametrisation prediction, Conversion conversion)
    {
        Tensor output = Predict(x, level, labels);
        ToNoise(output, x, conversion);
        return output;
    }

    /// <summary>y becomes a x + b y.</summary>
    internal void ToNoise(Tensor y, Tensor x, Conversion conversion)
    {
        if (conversion.OnState == 0)
        {
            Combination.Scale(y, conversion.OnOther);
        }
        else
        {
            Combination.ScaleAndAdd(y, one, conversion.OnOther, conversion.OnState, x);
        }
    }

    /// <summary>The features of one level, [1, time features]; kept by the network.</summary>
    internal Tensor FeaturesAt(NoiseLevel level) => features.Get(level);

    /// <summary>Makes what <see cref="Predict"/> and <see cref="PredictNoise"/> need of these levels, all at once.</summary>
    internal virtual void Prepare(IReadOnlyList<NoiseLevel> levels, Parametrisation prediction) => features.Prepare(levels);

    /// <summary>Refuses a question about variances where none were learned.</summary>
    private protected void NeedVariance()
    {
        if (!LearnsVariance)
        {
            throw new InvalidOperationException("The network learns no variance.");
        }
    }

    /// <summary>Disposes of what the network owns.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        features.Dispose();
        one.Dispose();
        Weights.Dispose();
    }

    /// <summary>x Wᵀ + b, the product in bfloat16 where asked for.</summary>
    private protected Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        if (!MixedPrecision)
        {
            return nn.functional.linear(x, weight, bias);
        }

        Tensor product = nn.functional.linear(x.to(bfloat16), weight.to(bfloat16)).to(Type);
        return bias is null ? product : product.Plus(bias);
    }

    // One upload for all; a level's features are a row.
    private IEnumerable<Tensor> FeaturesOf(IReadOnlyList<NoiseLevel> levels)
    {
        using Tensor all = Features([.. levels.Select(level => level.Lambda)]);
        return [.. Enumerable.Range(0, levels.Count).Select(i => all.narrow(0, i, 1).DetachFromDisposeScope())];
    }
}
