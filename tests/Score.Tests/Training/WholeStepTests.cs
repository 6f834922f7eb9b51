using ScoreSde.Data;
using ScoreSde.Networks;
using ScoreSde.Scores;
using ScoreSde.Tests.Networks;
using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

/// <summary>Whole steps of training against <see cref="PlainTraining"/>, which shares no code with them but the random numbers' generator.</summary>
public sealed class WholeStepTests
{
    private static readonly TrainingSettings Settings = new()
    {
        Steps = 6,
        Batch = 12,
        Width = 3,
        Depth = 1,
        TimeFeatures = 4,
        WarmUp = 2,
        MinimumTime = 0.05,
        DataNoise = 0.3,
        LabelDropout = 0.4,
        GradientClip = 1e6,
        MinSnrGamma = 2,
        Seed = 5,
    };

    private static readonly DataSet Data = new(
        "points", [.. Networks.TestNetworks.Batch<float>(18, 2)], 2, new DataScaling(0.2, 0.5), [0, 1, 2, 0, 1, 2, 0, 1, 2], 3);

    private static readonly DataSet Unlabelled = new("points", [.. Networks.TestNetworks.Batch<float>(18, 2)], 2, new DataScaling(0.2, 0.5));

    public static TheoryData<Parametrisation, LossWeighting> Losses
    {
        get
        {
            var losses = new TheoryData<Parametrisation, LossWeighting>();
            foreach (Parametrisation parametrisation in Enum.GetValues<Parametrisation>())
            {
                foreach (LossWeighting weighting in Enum.GetValues<LossWeighting>())
                {
                    losses.Add(parametrisation, weighting);
                }
            }

            return losses;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_loss_and_its_gradient_in_every_weight_are_those_of_the_written_formula(Parametrisation parametrisation, LossWeighting weighting) =>
        Compare(Settings with { Parametrisation = parametrisation, Weighting = weighting }, Data);

    // Several chunks of 64 rows, other seeds, no labels, no noise on the data, and labels of which all or none are left out.
    [Fact]
    public void Batches_of_every_kind_are_those_of_the_written_formula()
    {
        Compare(Settings with { Batch = 131, Seed = 6 }, Data);
        Compare(Settings with { DataNoise = 0, LabelDropout = 0 }, Data);
        Compare(Settings with { LabelDropout = 1 }, Data);
        Compare(Settings with { Depth = 0, Width = 5 }, Unlabelled);
    }

    [Theory]
    [InlineData(TrainingTimes.LogitNormal)]
    [InlineData(TrainingTimes.LogNormal)]
    [InlineData(TrainingTimes.Likelihood)]
    public void Under_every_law_of_times_rows_stand_where_it_says_and_weigh_what_it_says(TrainingTimes times)
    {
        Compare(Settings with { Times = times }, Data);
        Compare(Settings with { Times = times, Batch = 131, Weighting = LossWeighting.Likelihood }, Data);
    }

    /// <summary>Steps in the warm-up and after it, with a clip that acts, decay, an average that has reached its decay and one on its way there.</summary>
    [Theory]
    [InlineData(LearningRateDecay.Cosine, 0.15)]
    [InlineData(LearningRateDecay.Constant, 0.9)]
    public void Four_steps_end_at_the_weights_averages_and_losses_of_plain_arithmetic(LearningRateDecay decay, double emaDecay)
    {
        TrainingSettings settings = Settings with
        {
            Decay = decay,
            EmaDecay = emaDecay,
            LearningRate = 0.02,
            WeightDecay = 0.4,
            GradientClip = 0.7,
            Beta1 = 0.8,
            Beta2 = 0.95,
            Epsilon = 1e-2,
        };
        TrainingState state = Start(settings, Data);
        var oracle = new PlainTraining(settings, Data);
        var network = new PlainNetwork<float>(state.Network);
        string[] names = [.. state.Network.Parameters.Select(parameter => parameter.Name)];
        double[][] average = [.. names.Select(name => network[name].ToArray())];
        double[][] first = [.. names.Select(name => new double[network[name].Length])];
        double[][] second = [.. names.Select(name => new double[network[name].Length])];
        var reports = new List<TrainingProgress>();
        Trainer.Run(state, Data, new TrainerOptions { Threads = 1, Until = 4, Progress = new Reports(reports) });

        double smoothed = 0;
        for (int k = 0; k < 4; k++)
        {
            PlainTraining.Row[] rows = oracle.Rows(k);
            double loss = oracle.Loss(network, rows);
            double[][] gradient = oracle.Gradient(network, names, rows);
            double norm = Math.Sqrt(gradient.Sum(block => block.Sum(value => value * value)));
            double rate = k < 2 ? 0.02 * (k + 1) / 2 : decay == LearningRateDecay.Constant ? 0.02 : 0.02 * Math.Pow(Math.Cos(Math.PI / 2 * (k - 1) / 5), 2);
            double forget = k == 0 ? 0 : Math.Min(0.99, (1.0 + k) / (10 + k));
            smoothed = (forget * smoothed) + ((1 - forget) * loss);
            Assert.True(norm > 0.7);
            Assert.Equal((k + 1, 6), (reports[k].Step, reports[k].Steps));
            Assert.Equal(1, reports[k].Loss / loss, 2e-5);
            Assert.Equal(1, reports[k].SmoothedLoss / smoothed, 2e-5);
            Assert.Equal(1, reports[k].GradientNorm / norm, 1e-4);
            Assert.Equal(rate, reports[k].LearningRate, 1e-12);
            for (int p = 0; p < names.Length; p++)
            {
                double[] weights = network[names[p]];
                double shrink = names[p].EndsWith("bias", StringComparison.Ordinal) ? 0 : 0.4;
                for (int i = 0; i < weights.Length; i++)
                {
                    double g = gradient[p][i] * 0.7 / norm;
                    first[p][i] = (0.8 * first[p][i]) + (0.2 * g);
                    second[p][i] = (0.95 * second[p][i]) + (0.05 * g * g);
                    double mean = first[p][i] / (1 - Math.Pow(0.8, k + 1));
                    double square = second[p][i] / (1 - Math.Pow(0.95, k + 1));
                    weights[i] -= rate * ((mean / (Math.Sqrt(square) + 1e-2)) + (shrink * weights[i]));
                    double keep = Math.Min(emaDecay, (1.0 + k) / (10 + k));
                    average[p][i] = (keep * average[p][i]) + ((1 - keep) * weights[i]);
                }
            }
        }

        for (int p = 0; p < names.Length; p++)
        {
            Near(network[names[p]], state.Network.Parameters[p].Values, 2e-5);
            Near(average[p], state.Average[p], 2e-5);
            Near(average[p], state.AverageNetwork().Parameters[p].Values, 2e-5);
        }
    }

    private static void Compare(TrainingSettings settings, DataSet data)
    {
        TrainingState state = Start(settings, data);
        var oracle = new PlainTraining(settings, data);
        var network = new PlainNetwork<float>(state.Network);
        PlainTraining.Row[] rows = oracle.Rows(0);
        if (settings.LabelDropout is > 0 and < 1 && data.Classes > 0)
        {
            Assert.InRange(rows.Count(row => row.Label < 0), 1, rows.Length - 1);
        }

        double[][] gradient = oracle.Gradient(network, state.Network.Parameters.Select(parameter => parameter.Name), rows);
        var reports = new List<TrainingProgress>();
        Trainer.Run(state, data, new TrainerOptions { Threads = 1, Until = 1, Progress = new Reports(reports) });
        Assert.Equal(1, reports[0].Loss / oracle.Loss(network, rows), 2e-5);

        // After one step Adam's first moment is (1 − β₁) times the gradient, where no clip acts. Floats carry a term of the gradient to 1e-7 of
        // its size, and the terms cancel to about a hundredth.
        double norm = Math.Sqrt(gradient.Sum(block => block.Sum(value => value * value)));
        for (int p = 0; p < gradient.Length; p++)
        {
            Near(gradient[p], [.. state.FirstMoment[p].Select(m => (float)(m / (1 - settings.Beta1)))], 2e-5 * norm);
        }
    }

    // Weights without zeros: the output layer of a new network is 0 and hides all others' gradients.
    private static TrainingState Start(TrainingSettings settings, DataSet data)
    {
        TrainingState state = Runs.Start(settings, data);
        ResidualMlp<float> filled = TestNetworks.Create<float>(state.Network.Settings, 3);
        for (int p = 0; p < filled.Parameters.Count; p++)
        {
            filled.Parameters[p].Values.CopyTo(state.Network.Parameters[p].Values, 0);
            filled.Parameters[p].Values.CopyTo(state.Average[p], 0);
        }

        state.Network.WeightsChanged();
        return state;
    }

    private static void Near(double[] expected, float[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private sealed class Reports(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
