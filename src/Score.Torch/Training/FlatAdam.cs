using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Tensors;
using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Training;

/// <summary>
/// AdamW, clipping and the moving average on all weights at once, by the formulas of <see cref="AdamUpdate"/> and
/// <see cref="MovingAverage"/>: a dozen launches a step, however many parameters there are.
/// </summary>
internal sealed class FlatAdam : IDisposable
{
    private readonly NetworkParameters weights;
    private readonly TrainingSettings settings;
    private readonly Tensor decays;

    public FlatAdam(NetworkParameters weights, TrainingSettings settings)
    {
        this.weights = weights;
        this.settings = settings;
        Average = weights.Flat.clone().DetachFromDisposeScope();
        First = zeros_like(weights.Flat).DetachFromDisposeScope();
        Second = zeros_like(weights.Flat).DetachFromDisposeScope();
        Gradient = zeros_like(weights.Flat).DetachFromDisposeScope();
        decays = zeros_like(weights.Flat).DetachFromDisposeScope();
        long offset = 0;
        for (int i = 0; i < weights.Lengths.Length; i++)
        {
            // Biases and gains are left alone.
            if (weights.Entries[i].Shape.Length > 1)
            {
                using Tensor matrix = decays.narrow(0, offset, weights.Lengths[i]);
                matrix.Set_(1);
            }

            offset += weights.Lengths[i];
        }
    }

    /// <summary>The moving average of the weights.</summary>
    public Tensor Average { get; }

    /// <summary>Steps before the run's first, by an optimiser whose moments this one was given.</summary>
    public int StepsBefore { get; init; }

    /// <summary>Adam's m.</summary>
    public Tensor First { get; }

    /// <summary>Adam's v.</summary>
    public Tensor Second { get; }

    /// <summary>Where the gradient of a step is added up.</summary>
    public Tensor Gradient { get; }

    /// <summary>Sets the averages, one array for each parameter.</summary>
    public void Write(float[][] average, float[][] first, float[][] second)
    {
        foreach ((Tensor target, float[][] source) in new[] { (Average, average), (First, first), (Second, second) })
        {
            using Tensor values = tensor(source.SelectMany(array => array).ToArray());
            target.copy_(values);
        }
    }

    /// <summary>Takes step number <paramref name="step"/>, from 0, with a gradient of this norm.</summary>
    public void Update(int step, double rate, double norm)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double count = (double)step + StepsBefore + 1;
        double root = Math.Sqrt(1 - Math.Pow(settings.Beta2, count));
        Gradient.Times_(Math.Min(1, settings.GradientClip / norm));
        First.Times_(settings.Beta1).Plus_(Gradient, 1 - settings.Beta1);
        Second.Times_(settings.Beta2).PlusProduct_(Gradient, Gradient, 1 - settings.Beta2);
        if (settings.WeightDecay > 0)
        {
            weights.Flat.PlusProduct_(weights.Flat, decays, -rate * settings.WeightDecay);
        }

        Tensor below = Second.sqrt().Shift_(settings.Epsilon * root);
        weights.Flat.PlusQuotient_(First, below, -rate * root / (1 - Math.Pow(settings.Beta1, count)));
        double kept = MovingAverage.DecayAt(settings.EmaDecay, (long)step + StepsBefore);
        Average.Plus_(weights.Flat.sub(Average), 1 - kept);
    }

    public void Dispose()
    {
        Average.Dispose();
        First.Dispose();
        Second.Dispose();
        Gradient.Dispose();
        decays.Dispose();
    }
}
