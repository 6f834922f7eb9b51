using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Training;

/// <summary>
/// How well a network knows the noise: the mean of ‖ε − ε_θ‖²/dimension at single times, on any data. Training rows against
/// held-out rows tell whether the network has learned the law or the rows.
/// </summary>
public static class DenoisingError
{
    private const int Rows = 256;

    /// <summary>One mean for each time, over every row of the data with <paramref name="draws"/> draws of ε each.</summary>
    /// <param name="network">The network, with the data's dimension and classes.</param>
    /// <param name="parametrisation">What its output stands for.</param>
    /// <param name="process">The process.</param>
    /// <param name="data">The rows, in natural units, with their labels.</param>
    /// <param name="times">Where; each in (0, 1].</param>
    /// <param name="draws">Draws for each row.</param>
    /// <param name="seed">The seed of ε: the same for every network, so that their difference is not noise.</param>
    public static double[] Measure(
        ResidualMlp<float> network,
        Parametrisation parametrisation,
        IDiffusionProcess process,
        DataSet data,
        ReadOnlySpan<double> times,
        int draws,
        ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(data);
        Require.Positive(draws);
        MlpWorkspace<float> workspace = network.CreateWorkspace(Rows, training: false);
        var means = new double[times.Length];
        for (int i = 0; i < means.Length; i++)
        {
            var batch = new JudgedBatch(network, workspace, parametrisation, process.At(times[i]), data, new TrainingNoise(seed));
            double sum = 0;
            for (int draw = 0; draw < draws; draw++)
            {
                for (int first = 0; first < data.Count; first += Rows)
                {
                    sum += batch.SquaredError(draw, first, Math.Min(Rows, data.Count - first));
                }
            }

            means[i] = sum / ((double)draws * data.Count * data.Dimension);
        }

        return means;
    }

    private sealed class JudgedBatch(
        ResidualMlp<float> network,
        MlpWorkspace<float> workspace,
        Parametrisation parametrisation,
        NoiseLevel level,
        DataSet data,
        TrainingNoise noise)
    {
        private readonly float[] x = new float[Rows * data.Dimension];
        private readonly float[] epsilon = new float[Rows * data.Dimension];
        private readonly float[] output = new float[Rows * data.Dimension];

        public double SquaredError(int draw, int first, int rows)
        {
            int count = rows * data.Dimension;
            noise.Normal(TrainingStream.Judgement, draw, first, epsilon.AsSpan(0, count), data.Dimension, 1, add: false);
            data.Scaling.ToNetwork(data.Values.Slice(first * data.Dimension, count), x);
            for (int j = 0; j < count; j++)
            {
                x[j] = (float)((level.MeanScale * x[j]) + (level.Deviation * epsilon[j]));
            }

            ReadOnlySpan<int> labels = data.Classes > 0 ? data.Labels.Slice(first, rows) : [];
            network.Forward(x.AsSpan(0, count), level.Lambda, labels, output.AsSpan(0, count), workspace);
            Conversion conversion = Conversion.ToNoise(parametrisation, level);
            double sum = 0;
            for (int j = 0; j < count; j++)
            {
                double error = (conversion.OnState * x[j]) + (conversion.OnOther * output[j]) - epsilon[j];
                sum += error * error;
            }

            return sum;
        }
    }
}
