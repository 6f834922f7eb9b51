using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Scores;
using ScoreSde.TimeGrids;
using ScoreSde.Torch;
using ScoreSde.Torch.Sampling;
using ScoreSde.Torch.Scores;

namespace ScoreSde.Tests.Sampling;

/// <summary>What batches, observers and progress are told, which faults are named and how, and priors other than N(0, I).</summary>
public sealed class BatchTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));

    [TorchFact]
    public void Batches_observers_and_progress_hear_of_every_step()
    {
        var score = new TableScore(3, static (x, level) => x.mul(level.Deviation));
        var steps = new List<(string What, long First, int Rows, int Dimension, double Time)>();
        var told = new List<double>();
        TorchSampler.Sample(
            Process, score, new EulerMaruyama(), Grids.Uniform(4), 5, 1, new TorchSamplerOptions { BatchRows = 2, FirstSample = 40, Progress = new Heard<double>(told.Add) }, new Listener(steps));
        Assert.Equal([(40L, 2), (42L, 2), (44L, 1)], score.Batches);
        Assert.Equal(3, score.Prepared.Count);
        double[] expected = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.25, 4.5, 4.75, 5];
        Assert.InRange(OnTensors.Difference<double>([.. told], [.. expected.Select(static done => done / 5)]), 0, 1e-15);
        Assert.Equal(
            [
                .. new[] { (First: 40L, Rows: 2), (First: 42L, Rows: 2), (First: 44L, Rows: 1) }.SelectMany(static batch => new[]
                {
                    ("start", batch.First, batch.Rows, 3, 1),
                    ("step", batch.First, batch.Rows, 3, 0.75),
                    ("step", batch.First, batch.Rows, 3, 0.5),
                    ("step", batch.First, batch.Rows, 3, 0.25),
                    ("step", batch.First, batch.Rows, 3, 0),
                }),
            ],
            steps);
    }

    [TorchTheory]
    [InlineData(0, 0.6, 4)]
    [InlineData(0, 0.2, 7)]
    [InlineData(5, 0.3, 6)]
    public void The_first_row_that_is_not_finite_is_named_in_any_batch(int row, double below, int step)
    {
        // Of the second batch a row and all that follow it; the times of eight steps are eighths.
        var score = new Spoiled(row, below);
        NonFiniteSampleException failure = Assert.Throws<NonFiniteSampleException>(() => TorchSampler.Sample<double>(
            Process, score, new EulerMaruyama(), Grids.Uniform(8), 14, 3, new TorchSamplerOptions { BatchRows = 7, FirstSample = 100 }));
        Assert.Equal((step, 107 + row), (failure.Step, failure.Sample));
        Assert.Equal([(100L, 7), (107L, 7), (107L, 7)], score.Batches);
    }

    [TorchFact]
    public void A_single_row_without_room_is_refused_and_so_are_counts_that_are_none()
    {
        DeviceMemoryException failure = Assert.Throws<DeviceMemoryException>(() =>
            TorchSampler.Sample<double>(Process, new FailingScore(mostRows: 0), new EulerMaruyama(), Grids.Uniform(3), 4, 1));
        Assert.Equal(1, failure.Rows);
        Assert.Equal("There is not enough memory on cpu for a single row.", failure.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            TorchSampler.Sample<double>(Process, new StandardNormalScore(2), new EulerMaruyama(), Grids.Uniform(3), 4, 1, new TorchSamplerOptions { BatchRows = -1 }));
        Assert.Throws<OverflowException>(() => TorchSampler.Sample<double>(Process, new StandardNormalScore(1 << 20), new EulerMaruyama(), Grids.Uniform(3), 1 << 11, 1));
    }

    [TorchTheory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(5, 8)]
    public void Priors_and_times_of_other_processes_are_those_of_the_CPU(int dimension, int count)
    {
        var law = new GaussianMixture(
            [Gaussian.Isotropic([.. Enumerable.Range(1, dimension).Select(static i => 0.3 * i)], 0.4), Gaussian.Isotropic(new double[dimension], 0.09)], [3, 1]);
        IDiffusionProcess[] processes = [new VarianceExploding(new GeometricSchedule(0.01, 50)), new RectifiedFlow()];
        foreach (IDiffusionProcess process in processes)
        {
            foreach (TimeGrid grid in new[] { Grids.Uniform(6, 0.01), new TimeGrid("from the middle", [0.7, 0.5, 0.2, 0.1]) })
            {
                SampleSet<double> expected = Sampler.Sample(process, law.Score<double>(), new EulerMaruyama(), grid, count, 5);
                using var score = new TorchMixtureScore(law, torch.float64, torch.CPU);
                SampleSet<double> found = TorchSampler.Sample<double>(process, score, new EulerMaruyama(), grid, count, 5);
                Assert.InRange(OnTensors.Difference<double>(found.Values, expected.Values), 0, 1e-11);
                Assert.Equal(expected.Evaluations, found.Evaluations);
            }
        }
    }

    [TorchFact]
    public void Nothing_is_left_of_runs_that_changed_the_size_of_their_batches()
    {
        using var score = new TorchMixtureScore(GaussianMixture.Ring(), torch.float64, torch.CPU);
        Run();
        long before = LiveTensors.Count();
        Run();
        Assert.Equal(before, Tensor.TotalCount);

        void Run() => TorchSampler.Sample(
            Process, score, new EulerMaruyama(), Grids.Uniform(3), 7, 1, new TorchSamplerOptions { BatchRows = 3 }, new Listener([]));
    }

    private sealed class Spoiled(int row, double below) : IBatchScore
    {
        private readonly StandardNormalScore inner = new(2);

        public List<(long First, int Rows)> Batches { get; } = [];

        public int Dimension => 2;

        public void MoveTo(long firstSample, int rows) => Batches.Add((firstSample, rows));

        public void Prepare(IReadOnlyList<NoiseLevel> levels)
        {
        }

        public void Evaluate(Tensor x, NoiseLevel level, Tensor epsilon)
        {
            inner.Evaluate(x, level, epsilon);
            if (Batches[^1].First > 100 && level.Time <= below + 1e-9)
            {
                using Tensor rest = epsilon.narrow(0, row, epsilon.shape[0] - row);
                rest.fill_(double.PositiveInfinity);
            }
        }
    }

    private sealed class Listener(List<(string What, long First, int Rows, int Dimension, double Time)> heard) : IStepObserver<double>
    {
        public void Started(Tile<double> x, NoiseLevel level) => heard.Add(("start", x.FirstSample, x.Rows, x.Dimension, level.Time));

        public void Stepped(Tile<double> x, in GridStep step) => heard.Add(("step", x.FirstSample, x.Rows, x.Dimension, step.To.Time));
    }
}
