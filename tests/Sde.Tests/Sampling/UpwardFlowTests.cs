using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Solvers;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Sampling;

/// <summary>The first step up from t = 0, where λ is infinite: the midpoint rule in u = σ̃²/2.</summary>
public sealed class UpwardFlowTests
{
    [Fact]
    public void The_error_of_the_first_step_up_is_of_order_six_in_its_noise()
    {
        // Gaussian data: the flow multiplies x/α − m by √((v + σ̃²)/v). Half the stage's length lost would leave order 4.
        var process = new VariancePreserving(new LinearSchedule());
        double Error(double ratio)
        {
            AffineMap map = Step(process, new Ddim(), process.AtLambda(-Math.Log(ratio)), SolverCase.Data);
            NoiseLevel to = process.AtLambda(-Math.Log(ratio));
            double exact = Math.Sqrt((SolverCase.Data.Variance + (ratio * ratio)) / SolverCase.Data.Variance);
            return Math.Abs((map.Slope / to.MeanScale) - exact);
        }

        Near.Absolute(6, Math.Log2(Error(0.04) / Error(0.02)), 0.05);
        Near.Absolute(6, Math.Log2(Error(0.02) / Error(0.01)), 0.05);
    }

    [Fact]
    public void A_straight_path_in_the_square_of_the_noise_is_followed_exactly()
    {
        // dy/du = ε/σ̃ with u = σ̃²/2: where ε = σ̃ (a + b y) two stages are y (1 + bu + (bu)²/2) + a (u + b u²/2).
        Law.Holds(RandomProcesses.Any, Reals.Between(0.05, 0.9), Reals.Between(-2, 2), Reals.Between(-2, 2), static (process, most, a, b) =>
        {
            double ratio = Math.Min(most, 0.9 * process.At(1).Ratio);
            NoiseLevel to = process.AtLambda(-Math.Log(ratio));
            var space = new TileSpace<double>(1, 1);
            Tile<double> x = space.Allocate();
            x.Values[0] = 0.7;
            var step = new GridStep(0, 1, process.At(0), to, 0);
            new UpwardFlow(new Ddim()).CreateStepper(new Problem<Tile<double>>(process, new AffineInScaled(a, b), space)).Step(x, in step);
            double u = ratio * ratio / 2;
            double y = (0.7 * (1 + (b * u) + (b * u * b * u / 2))) + (a * (u + (b * u * u / 2)));
            Near.Absolute(to.MeanScale * y, x.Values[0], 1e-12);
        });
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 0)]
    public void A_method_sees_a_run_of_its_own_without_the_step_from_zero(double start, int own)
    {
        var process = new VariancePreserving(new LinearSchedule());
        var seen = new Seen();
        var space = new TileSpace<double>(1, 1);
        double[] times = [start, 0.2, 0.5, 0.8, 1];
        IStepper<Tile<double>> stepper = new UpwardFlow(seen).CreateStepper(new Problem<Tile<double>>(process, new AffineInScaled(0, 1), space));

        // Twice: a worker's next tile begins at index 0 again.
        for (int turn = 0; turn < 2; turn++)
        {
            seen.Steps.Clear();
            Tile<double> x = space.Allocate();
            for (int i = 0; i < 4; i++)
            {
                stepper.Step(x, new GridStep(i, 4, process.At(times[i]), process.At(times[i + 1]), 9));
            }

            Assert.Equal(
                Enumerable.Range(0, 4 - own).Select(i => new GridStep(i, 4 - own, process.At(times[i + own]), process.At(times[i + own + 1]), 9)), seen.Steps);
        }
    }

    private sealed class Seen : ISolver
    {
        public List<GridStep> Steps { get; } = [];

        public SolverFacts Facts => new Ddim().Facts;

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => new Stepper<TState>(Steps);

        private sealed class Stepper<TState>(List<GridStep> steps) : IStepper<TState>
        {
            public void Step(TState x, in GridStep step) => steps.Add(step);
        }
    }

    private static AffineMap Step(IDiffusionProcess process, ISolver solver, NoiseLevel to, NormalLaw data)
    {
        var space = new AffineSpace();
        var x = AffineState.Start();
        var step = new GridStep(0, 1, process.At(0), to, 0);
        new UpwardFlow(solver).CreateStepper(new Problem<AffineState>(process, new AffineScore(space, data), space)).Step(x, in step);
        return space.Read(x);
    }

    private sealed class AffineInScaled(double a, double b) : IScoreFunction<Tile<double>>
    {
        public int Dimension => 1;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) =>
            epsilon.Values[0] = level.Ratio * (a + (b * x.Values[0] / level.MeanScale));
    }
}
