using ScoreSde.Data;
using ScoreSde.Likelihood;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;

namespace ScoreSde.Training;

/// <summary>
/// A few rows of a batch with their buffers: x₀ scaled from the data, x_t = α x₀ + σ ε, the network's ε_θ, the loss
/// Σ w(t)/p(t) ‖ε − ε_θ‖²/d, p the law of times, with λ L_vlb where variances are learned, and its derivatives with respect to the hidden states.
/// </summary>
internal sealed class DenoisingChunk
{
    private readonly TrainingState state;
    private readonly DataSet data;
    private readonly TrainingNoise noise;
    private readonly TimeLaw times;
    private readonly float[] x;
    private readonly float[] epsilon;
    private readonly float[] output;
    private readonly double[] lambdas;
    private readonly NoiseLevel[] levels;
    private readonly double[] importance;
    private readonly int[] labels;
    private readonly float[] variance;

    public DenoisingChunk(TrainingState state, DataSet data, int rows)
    {
        this.state = state;
        this.data = data;
        noise = new TrainingNoise(state.Settings.Seed);
        times = new TimeLaw(state.Settings, state.Process);
        Workspace = state.Network.CreateWorkspace(rows, training: true);
        x = new float[rows * data.Dimension];
        epsilon = new float[rows * data.Dimension];
        output = new float[rows * data.Dimension];
        lambdas = new double[rows];
        levels = new NoiseLevel[rows];
        importance = new double[rows];
        labels = new int[rows];
        variance = new float[state.Settings.LearnsVariance ? rows * data.Dimension : 0];
    }

    /// <summary>The network's buffers, from which the parameters' gradients are worked out.</summary>
    public MlpWorkspace<float> Workspace { get; }

    /// <summary>Runs the network forwards and backwards on these rows and returns their share of the batch's mean loss.</summary>
    /// <param name="firstRow">Place in the batch of the first row.</param>
    /// <param name="rows">Rows of the data set.</param>
    public double Run(int firstRow, ReadOnlySpan<int> rows)
    {
        int count = rows.Length * data.Dimension;
        noise.Normal(TrainingStream.Noise, state.Step, firstRow, epsilon.AsSpan(0, count), data.Dimension, 1, add: false);
        Load(firstRow, rows);
        Span<int> known = data.Classes > 0 ? labels.AsSpan(0, rows.Length) : [];
        state.Network.Forward(x.AsSpan(0, count), lambdas.AsSpan(0, rows.Length), known, output.AsSpan(0, count), Workspace);
        Span<float> learned = variance.AsSpan(0, Math.Min(count, variance.Length));
        if (!learned.IsEmpty)
        {
            state.Network.Variance(learned, Workspace);
        }

        double loss = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            loss += TurnIntoGradient(i);
        }

        state.Network.Backward(output.AsSpan(0, count), learned, Workspace, [], []);
        return loss;
    }

    private void Load(int firstRow, ReadOnlySpan<int> rows)
    {
        TrainingSettings settings = state.Settings;
        double offset = noise.Uniform(TrainingStream.Time, state.Step, 0);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = firstRow + i;
            (NoiseLevel level, importance[i]) = times.At(TimeStrata.At(settings, row, offset));
            levels[i] = level;
            lambdas[i] = level.Lambda;
            Span<float> place = x.AsSpan(i * data.Dimension, data.Dimension);
            data.Scaling.ToNetwork(data[rows[i]], place);
            if (settings.DataNoise > 0)
            {
                noise.Normal(TrainingStream.DataNoise, state.Step, row, place, data.Dimension, settings.DataNoise, add: true);
            }

            float alpha = (float)level.MeanScale;
            float sigma = (float)level.Deviation;
            for (int j = 0; j < place.Length; j++)
            {
                place[j] = MathF.FusedMultiplyAdd(sigma, epsilon[(i * place.Length) + j], alpha * place[j]);
            }

            if (data.Classes > 0)
            {
                bool drop = noise.Uniform(TrainingStream.LabelDropout, state.Step, row) < settings.LabelDropout;
                labels[i] = drop ? -1 : data.Labels[rows[i]];
            }
        }
    }

    // Row i of the output becomes the gradient of the loss with respect to it.
    private double TurnIntoGradient(int i)
    {
        TrainingSettings settings = state.Settings;
        bool learns = settings.LearnsVariance;
        double share = LossWeights.At(settings.Weighting, state.Process, levels[i], settings.MinSnrGamma)
            * importance[i] / ((double)data.Dimension * settings.Batch);
        Conversion conversion = Conversion.ToNoise(settings.Parametrisation, levels[i]);
        float onState = (float)conversion.OnState;
        float onOutput = (float)conversion.OnOther;
        float slope = (float)(2 * share * conversion.OnOther);
        double squares = 0;
        GridStep step = learns ? HybridLoss.StepFrom(state.Process, levels[i]) : default;
        VarianceRange range = learns ? HybridLoss.RangeOf(state.Process, in step) : default;
        double weight = HybridLoss.Weight * HybridLoss.Steps * importance[i] / ((double)data.Dimension * settings.Batch);
        double bound = 0;
        for (int j = i * data.Dimension; j < (i + 1) * data.Dimension; j++)
        {
            float error = MathF.FusedMultiplyAdd(onState, x[j], MathF.FusedMultiplyAdd(onOutput, output[j], -epsilon[j]));
            squares += (double)error * error;
            if (learns)
            {
                (double own, double bySlope) = HybridLoss.Of(in step, range, variance[j], error);
                bound += own;
                variance[j] = (float)(weight * bySlope);
            }

            output[j] = slope * error;
        }

        return (share * squares) + (weight * bound);
    }
}
