using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Noise;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>
/// A training step as it is written down, once more, in double and in plain loops: every draw by its name, the loss by its formula (for
/// β(t) = 0.1 + 19.9 t and a preserved variance), the gradient by central differences, the optimiser number by number.
/// </summary>
internal sealed class PlainTraining(TrainingSettings settings, DataSet data)
{
    private const double Step = 1e-4;

    /// <summary>One row of a batch: x_t, ε, t and the label, −1 for none.</summary>
    public sealed record Row(double[] X, double[] Epsilon, double Time, int Label);

    /// <summary>The rows of a step.</summary>
    public Row[] Rows(int step)
    {
        var rows = new Row[settings.Batch];
        double offset = Uniform(4, step, 0);
        for (int i = 0; i < rows.Length; i++)
        {
            int from = Chosen(((long)step * settings.Batch) + i);
            double t = Time((i + offset) / settings.Batch);
            double[] epsilon = Normals(1, step, i);
            double[] added = Normals(2, step, i);
            var x = new float[data.Dimension];
            data.Scaling.ToNetwork(data[from], x);
            (double alpha, double sigma) = Level(t);
            double[] noisy = [.. x.Select((value, j) => (alpha * (value + (settings.DataNoise * added[j]))) + (sigma * epsilon[j]))];
            int label = data.Classes == 0 || Uniform(3, step, i) < settings.LabelDropout ? -1 : data.Labels[from];
            rows[i] = new Row(noisy, epsilon, t, label);
        }

        return rows;
    }

    /// <summary>The mean over the batch of w(t)/p(t) ‖ε − ε_θ‖²/d.</summary>
    public double Loss(PlainNetwork<float> network, Row[] rows) =>
        rows.Sum(row => Weight(row.Time) / Density(row.Time) * SquaredError(settings.Parametrisation, network, row)) / (rows.Length * data.Dimension);

    /// <summary>The loss's derivative in every number of every parameter.</summary>
    public double[][] Gradient(PlainNetwork<float> network, IEnumerable<string> names, Row[] rows) =>
        [.. names.Select(name =>
        {
            double[] values = network[name];
            return Enumerable.Range(0, values.Length).Select(i =>
            {
                double middle = values[i];
                values[i] = middle + Step;
                double up = Loss(network, rows);
                values[i] = middle - Step;
                double down = Loss(network, rows);
                values[i] = middle;
                return (up - down) / (2 * Step);
            }).ToArray();
        })];

    /// <summary>‖ε − ε_θ‖².</summary>
    public static double SquaredError(Parametrisation parametrisation, PlainNetwork<float> network, Row row)
    {
        (double alpha, double sigma) = Level(row.Time);
        double[] y = network.Evaluate(row.X, Math.Log(alpha / sigma), row.Label);
        double sum = 0;
        for (int j = 0; j < y.Length; j++)
        {
            double noise = parametrisation switch
            {
                Parametrisation.Noise => y[j],
                Parametrisation.Score => -sigma * y[j],
                Parametrisation.Data => (row.X[j] - (alpha * y[j])) / sigma,
                Parametrisation.Velocity => (alpha * y[j]) + (sigma * row.X[j]),

                // u = ε − x₀, so that x = (α + σ) ε − α u.
                Parametrisation.Flow => (row.X[j] + (alpha * y[j])) / (alpha + sigma),
                _ => throw new ArgumentOutOfRangeException(nameof(parametrisation)),
            };
            sum += (noise - row.Epsilon[j]) * (noise - row.Epsilon[j]);
        }

        return sum;
    }

    /// <summary>α and σ at t.</summary>
    public static (double Alpha, double Sigma) Level(double t)
    {
        double integral = (0.1 * t) + (9.95 * t * t);
        return (Math.Exp(-0.5 * integral), Math.Sqrt(1 - Math.Exp(-integral)));
    }

    // A tenth of the shares is uniform in time, the others are those of the named law, inverted by halving.
    private double Time(double share)
    {
        if (settings.Times == TrainingTimes.Uniform || share < 0.1)
        {
            return settings.MinimumTime + ((1 - settings.MinimumTime) * (settings.Times == TrainingTimes.Uniform ? share : 10 * share));
        }

        (double low, double high, double named) = (settings.MinimumTime, 1, (share - 0.1) / 0.9);
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = (Below(middle) - Below(settings.MinimumTime)) / (Below(1) - Below(settings.MinimumTime)) < named ? (middle, high) : (low, middle);
        }

        return low;
    }

    private double Density(double t) => settings.Times == TrainingTimes.Uniform
        ? 1
        : 0.1 + (0.9 * (1 - settings.MinimumTime) * (Below(t + 1e-6) - Below(t - 1e-6)) / 2e-6 / (Below(1) - Below(settings.MinimumTime)));

    // The named law's cumulative function of ln(σ/α), which for the likelihood's is ln(σ/α) itself.
    private double Below(double t)
    {
        (double alpha, double sigma) = Level(t);
        double x = Math.Log(sigma / alpha);
        return settings.Times switch
        {
            TrainingTimes.LogitNormal => MathNet.Numerics.SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2,
            TrainingTimes.LogNormal => MathNet.Numerics.SpecialFunctions.Erfc((-1.2 - x) / (1.2 * Math.Sqrt(2))) / 2,
            _ => x,
        };
    }

    private double Weight(double t)
    {
        (double alpha, double sigma) = Level(t);
        double signal = alpha * alpha / (sigma * sigma);
        double rate = (0.1 + (19.9 * t)) / (sigma * sigma);
        return settings.Weighting switch
        {
            LossWeighting.Uniform => 1,
            LossWeighting.Variational => rate / 2,
            LossWeighting.Likelihood => rate,
            LossWeighting.MinSnr => Math.Min(signal, settings.MinSnrGamma) / signal,
            LossWeighting.Velocity => (signal + 1) / signal,
            LossWeighting.Flow => Math.Pow((alpha + sigma) / alpha, 2),
            _ => throw new InvalidOperationException($"No formula is written here for {settings.Weighting}."),
        };
    }

    // Rows in the order of their 64-bit numbers, anew in each epoch.
    private int Chosen(long place) => Enumerable.Range(0, data.Count).OrderBy(row =>
    {
        (uint high, uint low, _, _) = Key(place / data.Count).Block(row, 0);
        return ((ulong)high << 32) + low;
    }).ElementAt((int)(place % data.Count));

    private double Uniform(int stream, int step, int row) => Key(step).Block(((long)stream << 48) + row, 0).X0 / 4294967296.0;

    private double[] Normals(int stream, int step, int row)
    {
        var values = new float[data.Dimension];
        Noise.Normals.Write(values, values.Length, ((long)stream << 48) + row, 1, Key(step), add: false);
        return [.. values.Select(value => (double)value)];
    }

    private NoiseKey Key(long step) => new(settings.Seed, (uint)step, NoisePurpose.Training);
}
