using ScoreSde.Data;
using ScoreSde.Likelihood;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Torch.Kernels;
using ScoreSde.Torch.Networks;
using ScoreSde.Torch.Noise;
using ScoreSde.Torch.Tensors;
using ScoreSde.Training;
using static TorchSharp.torch;

namespace ScoreSde.Torch.Training;

/// <summary>
/// The loss Σ w(t)/p(t) ‖ε − ε_θ‖²/d of a batch, p the law of times, with λ L_vlb where variances are learned (<see cref="HybridLoss"/>), and its gradient, with the rows, times, noise and left-out labels of the managed trainer.
/// The data lies on the device, scaled; a step uploads some numbers a row.
/// </summary>
internal sealed class DenoisingLoss : IDisposable
{
    private const int Coefficients = 5;
    private const int CoefficientsOfBound = 5;

    private readonly TorchNetwork network;
    private readonly TrainingSettings settings;
    private readonly IDiffusionProcess process;
    private readonly DataSet data;
    private readonly int rowsAtOnce;
    private readonly TrainingNoise noise;
    private readonly TimeLaw times;
    private readonly ShuffledEpochs epochs;
    private readonly int[] rows;
    private readonly Tensor values;
    private readonly PhiloxNormals? philox;

    public DenoisingLoss(
        TorchNetwork network, TrainingSettings settings, IDiffusionProcess process, DataSet data, int rowsAtOnce, NoiseSource source)
    {
        this.network = network;
        this.settings = settings;
        this.process = process;
        this.data = data;
        this.rowsAtOnce = rowsAtOnce;
        noise = new TrainingNoise(settings.Seed);
        times = new TimeLaw(settings, process);
        epochs = new ShuffledEpochs(data.Count, noise);
        rows = new int[settings.Batch];
        philox = source == NoiseSource.Device ? new PhiloxNormals(data.Dimension, network.Type, network.Device) : null;
        var scaled = new float[data.Values.Length];
        data.Scaling.ToNetwork(data.Values, scaled);
        using DisposeScope scope = NewDisposeScope();
        values = tensor(scaled).reshape(data.Count, data.Dimension).to(network.Type, network.Device).DetachFromDisposeScope();
    }

    /// <summary>Writes the gradient of the batch's mean loss; returns the loss and the gradient's Euclidean norm.</summary>
    /// <exception cref="TrainingDivergedException">One of the two is not finite.</exception>
    public (double Loss, double Norm) Run(int step, Tensor gradient)
    {
        epochs.Read((long)step * rows.Length, rows);
        using DisposeScope scope = NewDisposeScope();
        gradient.zero_();
        Tensor sum = zeros(2, float64, network.Device);
        Tensor total = sum[0];
        for (int first = 0; first < rows.Length; first += rowsAtOnce)
        {
            AddChunk(step, first, rows.AsSpan(first, Math.Min(rowsAtOnce, rows.Length - first)), gradient, total);
        }

        // One question to the device for both numbers.
        sum[1].copy_(gradient.norm());
        double[] results = [.. sum.cpu().data<double>()];
        return (Finite(results[0], step, "loss"), Finite(results[1], step, "gradient"));
    }

    public void Dispose()
    {
        values.Dispose();
        philox?.Dispose();
    }

    private static double Finite(double value, int step, string quantity) =>
        double.IsFinite(value) ? value : throw new TrainingDivergedException(step, quantity);

    private void AddChunk(int step, int firstRow, ReadOnlySpan<int> chunk, Tensor gradient, Tensor total)
    {
        using DisposeScope scope = NewDisposeScope();
        int width = Coefficients + (settings.LearnsVariance ? CoefficientsOfBound : 0);
        var table = new double[chunk.Length * width];
        var lambdas = new double[chunk.Length];
        var whole = new long[2 * chunk.Length];
        Describe(step, firstRow, chunk, table, lambdas, whole);
        Tensor columns = tensor(table, float64).to(network.Type, network.Device).reshape(chunk.Length, width);
        Tensor indices = tensor(whole, int64, network.Device).reshape(2, chunk.Length);
        Tensor epsilon = Normal(TrainingStream.Noise, step, firstRow, chunk.Length);
        Tensor x = values.index_select(0, indices[0]);
        if (settings.DataNoise > 0)
        {
            x.Plus_(Normal(TrainingStream.DataNoise, step, firstRow, chunk.Length), settings.DataNoise);
        }

        x = x.mul(Column(0)).Plus(epsilon.mul(Column(1)));
        using Tensor features = network.Features(lambdas);
        Tensor? classes = network.Classes > 0 ? indices[1] : null;
        (Tensor output, Tensor? w) = settings.LearnsVariance ? network.ForwardWithVariance(x, features, classes) : (network.Forward(x, features, classes), null);
        Tensor error = x.mul(Column(2)).Plus(output.mul(Column(3))).sub(epsilon);
        Tensor loss = error.mul(error).mul(Column(4)).sum();
        if (w is not null)
        {
            // The mean is held: what its error says of the variance goes on into the network by w alone.
            Tensor square = error.detach().square();
            Tensor slanted = w.mul(Column(5));
            Tensor ratio = square.mul(Column(7)).Plus(Column(6)).mul(slanted.neg().exp());
            loss = loss.Plus(ratio.Plus(slanted).Plus(Column(8)).mul(Column(9)).sum());
        }

        IList<Tensor> gradients = autograd.grad([loss], network.Weights.Views);
        using IDisposable noGradients = no_grad();
        gradient.Plus_(cat([.. gradients.Select(part => part.reshape(-1))]));
        total.Plus_(loss);

        Tensor Column(int column) => columns.narrow(1, column, 1);
    }

    // α, σ, what turns x and the output into ε, and the row's share of the loss; with variances what BoundOf says; λ; row of the data and label.
    private void Describe(int step, int firstRow, ReadOnlySpan<int> chunk, double[] table, double[] lambdas, long[] whole)
    {
        double offset = noise.Uniform(TrainingStream.Time, step, 0);
        for (int i = 0; i < chunk.Length; i++)
        {
            int row = firstRow + i;
            (NoiseLevel level, double importance) = times.At(TimeStrata.At(settings, row, offset));
            Conversion conversion = Conversion.ToNoise(settings.Parametrisation, level);
            double share = LossWeights.At(settings.Weighting, process, level, settings.MinSnrGamma) * importance / ((double)data.Dimension * settings.Batch);
            double[] numbers = [level.MeanScale, level.Deviation, conversion.OnState, conversion.OnOther, share];
            int place = i * (table.Length / chunk.Length);
            numbers.CopyTo(table, place);
            if (settings.LearnsVariance)
            {
                BoundOf(level, importance, table.AsSpan(place + Coefficients, CoefficientsOfBound));
            }

            lambdas[i] = level.Lambda;
            whole[i] = chunk[i];
            if (data.Classes > 0)
            {
                bool drop = noise.Uniform(TrainingStream.LabelDropout, step, row) < settings.LabelDropout;
                whole[chunk.Length + i] = drop ? data.Classes : data.Labels[chunk[i]];
            }
        }
    }

    // L_vlb of a number is share · ((A + B r²) e^(−s w) + s w + C) with s = d ln Σ/dw, ln Σ = m + s w: A = β̃ e^(−m), B = c² e^(−m), C = m − 1 − ln β̃; at the chain's end m + ln 2π.
    private void BoundOf(NoiseLevel level, double importance, Span<double> numbers)
    {
        GridStep step = HybridLoss.StepFrom(process, level);
        VarianceRange range = HybridLoss.RangeOf(process, in step);
        double truth = step.PosteriorVariance;
        double c = step.TransitionVariance / (step.TransitionScale * step.From.Deviation);
        double scale = Math.Exp(-range.LogMiddle);
        numbers[0] = range.LogSlope;
        numbers[1] = truth * scale;
        numbers[2] = c * c * scale;
        numbers[3] = step.To.IsClean ? range.LogMiddle + Math.Log(2 * Math.PI) : range.LogMiddle - 1 - Math.Log(truth);
        numbers[4] = 0.5 * HybridLoss.Weight * HybridLoss.Steps * importance / ((double)data.Dimension * settings.Batch);
    }

    private Tensor Normal(TrainingStream stream, int step, int firstRow, int count)
    {
        if (philox is not null && network.Kernels is { } kernels)
        {
            Tensor made = empty([count, data.Dimension], network.Type, network.Device);
            StateWalk walk = kernels.Walk(data.Dimension);
            walk.Noise(made, 1, noise.Key(step), TrainingNoise.Sample(stream, firstRow), add: false);
            walk.Flush();
            return made;
        }

        if (philox is not null)
        {
            philox.MoveTo(TrainingNoise.Sample(stream, firstRow), count);
            return philox.Draw(noise.Key(step)).squeeze(0);
        }

        var normals = new float[count * data.Dimension];
        noise.Normal(stream, step, firstRow, normals, data.Dimension, 1, add: false);
        return tensor(normals).reshape(count, data.Dimension).to(network.Type, network.Device);
    }
}
