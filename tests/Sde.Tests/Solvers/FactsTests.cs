using ScoreSde.Inverse;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsPublished;
using ScoreSde.States;
using ScoreSde.Tests.Inverse;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>What a solver promises about itself holds for every shipped one.</summary>
public sealed class FactsTests
{
    public static TheoryData<string> Names => [.. KnownSolvers.All.Select(static solver => solver.Facts.Name)];

    public static TheoryData<string> PublishedNames => [.. PublishedSolvers.All.Select(static solver => solver.Facts.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [MemberData(nameof(PublishedNames))]
    public void Evaluations_are_those_that_the_facts_promise(string name)
    {
        ISolver solver = Named(name);
        Law.Holds(solver is SinglePrecisionDeviation ? RandomProcesses.Preserving : RandomProcesses.Any, RandomGrids.Between(0.02, 10), (process, grid) =>
        {
            Assert.Equal(solver.Facts.Evaluations(grid.Steps, endsAtZero: false), Count(solver, process, grid));
            var toZero = new TimeGrid("to zero", [.. grid.Times, 0]);
            Assert.Equal(solver.Facts.Evaluations(toZero.Steps, endsAtZero: true), Count(solver, process, toZero));
        }, cases: 10);
    }

    // A name is typed; a title is read beside a chart's line.
    [Fact]
    public void A_name_is_of_small_letters_and_a_title_is_another_text_of_its_own()
    {
        Measurement seen = InverseCases.Masked();
        SolverFacts[] all =
        [
            .. KnownSolvers.All.Concat(PublishedSolvers.All).Select(static solver => solver.Facts),
            new DiffusionPosteriorSampling(seen).Facts, new Replacement(new Ddim(), seen).Facts, new RePaint(seen).Facts, new Ddrm(seen).Facts, new Snips(seen).Facts,
        ];
        Assert.All(all, static facts => Assert.Matches("^[a-z0-9]+([-.][a-z0-9]+)*$", facts.Name));
        Assert.All(all, static facts => Assert.NotEqual(facts.Name, facts.Title));
        Assert.Equal(all.Length, all.Select(static facts => facts.Name).Distinct().Count());
        Assert.Equal(all.Length, all.Select(static facts => facts.Title).Distinct().Count());
    }

    // What claims no order is not measured.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_method_claims_an_order_unless_a_correction_leaves_a_bias_of_its_own(string name)
    {
        ISolver solver = Named(name);
        Assert.Equal(solver is not (PredictorCorrector or CorrectorOnly), solver.Facts.Order > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    [MemberData(nameof(PublishedNames))]
    public void A_method_says_what_its_noise_is_of_a_path_where_it_claims_a_strong_order_and_only_there(string name)
    {
        SolverFacts facts = Named(name).Facts;
        Assert.Equal(facts.StrongOrder > 0, facts.Noise != StepNoise.None);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_steps_for_a_budget_are_the_most_that_it_pays_for(string name)
    {
        SolverFacts facts = Named(name).Facts;
        foreach (bool endsAtZero in new[] { false, true })
        {
            for (int budget = 0; budget < 60; budget++)
            {
                int steps = facts.StepsWithin(budget, endsAtZero);
                Assert.True(steps == 0 || facts.Evaluations(steps, endsAtZero) <= budget, $"{steps} steps for {budget}");
                Assert.True(facts.Evaluations(steps + 1, endsAtZero) > budget, $"{steps + 1} steps fit in {budget}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_solver_is_finite_from_end_to_end_of_every_process(string name)
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(1, 9), (process, steps) =>
        {
            double[] end = TileRun.Values(Named(name), process, new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3), Grids.Uniform((int)steps));
            Assert.All(end, static value => Assert.True(double.IsFinite(value)));
        }, cases: 30);
    }

    [Theory]
    [MemberData(nameof(Names))]
    [MemberData(nameof(PublishedNames))]
    public void A_stepper_that_starts_again_forgets_what_it_did(string name)
    {
        ISolver solver = Named(name);
        IDiffusionProcess process = SolverCase.All[0].Process;
        var score = new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3);
        var space = new TileSpace<double>(2, 3);
        IStepper<Tile<double>> stepper = solver.CreateStepper(new Problem<Tile<double>>(process, score, space));
        double[] first = Run();
        Assert.Equal(first, Run());

        double[] Run()
        {
            Tile<double> x = space.Allocate();
            x.Values.Fill(0.5);
            for (int i = 0; i < 4; i++)
            {
                var step = new GridStep(i, 4, process.At(1 - (0.2 * i)), process.At(0.8 - (0.2 * i)), 3);
                stepper.Step(x, in step);
            }

            return x.Values.ToArray();
        }
    }

    /// <summary>A step whose noise is an increment draws one part, one with the area two: the methods that ask more of a model, which no list has, too.</summary>
    [Fact]
    public void A_step_draws_the_parts_of_a_path_that_its_noise_is_said_to_be()
    {
        IDiffusionProcess process = SolverCase.All[0].Process;
        var step = new GridStep(0, 1, process.At(0.6), process.At(0.5), 3);
        ISolver[] solvers = [.. KnownSolvers.All.Where(static solver => solver.Facts.Noise is StepNoise.Increment or StepNoise.IncrementAndArea), new JacobianAncestral(), new LearnedAncestral()];
        foreach (ISolver solver in solvers)
        {
            var drawn = new HashSet<NoiseKey>();
            var space = new TileSpace<double>(1, 2);
            IScoreFunction<Tile<double>> score = solver is LearnedAncestral ? new MiddleVariance() : GaussianMixture.Ring().Score<double>();
            IStepper<Tile<double>> stepper = solver.CreateStepper(new Problem<Tile<double>>(process, score, space));
            Tile<double> x = space.Allocate();
            using (NoiseLedger.Read((key, _, _) => drawn.Add(key)))
            {
                stepper.Step(x, in step);
            }

            Assert.True((solver.Facts.Noise == StepNoise.Increment ? 1 : 2) == drawn.Count, $"{solver.Facts.Name} drew {drawn.Count}");
        }
    }

    private sealed class MiddleVariance : IScoreFunction<Tile<double>>, ILearnedVariance<Tile<double>>
    {
        public int Dimension => 2;

        public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => epsilon.Values.Clear();

        public bool TryEvaluateWithVariance(Tile<double> x, NoiseLevel level, Tile<double> epsilon, Tile<double> variance)
        {
            epsilon.Values.Clear();
            variance.Values.Clear();
            return true;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    [MemberData(nameof(PublishedNames))]
    public void The_step_to_zero_costs_what_is_listed(string name)
    {
        SolverFacts facts = Named(name).Facts;
        Assert.Equal(facts.EvaluationsInStepToZero, facts.Evaluations(1, endsAtZero: true));
    }

    [Fact]
    public void Names_are_unique_and_every_fact_is_filled_in()
    {
        Assert.Equal(KnownSolvers.All.Count, KnownSolvers.All.Select(static solver => solver.Facts.Name).Distinct().Count());
        Assert.All(KnownSolvers.All, static solver =>
        {
            Assert.False(string.IsNullOrWhiteSpace(solver.Facts.Title));
            Assert.Matches(@"\d{4}", solver.Facts.Source);
            Assert.True(solver.Facts.EvaluationsPerStep >= solver.Facts.EvaluationsInStepToZero);
        });
    }

    [Fact]
    public void Settings_that_make_no_method_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Ddim(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Ddim(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Ddim(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Churn(-1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Churn(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Churn(1, NoiseScale: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new AnnealedLangevin(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SignalToNoiseLangevin(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(
            static () => new PredictorCorrector(new EulerMaruyama(), new AnnealedLangevin(), 0));
        Problem<Tile<double>> problem = new(
            SolverCase.All[0].Process, new SmoothNoise(default, 1), new TileSpace<double>(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EulerMaruyama(-1).CreateStepper(problem));
    }

    private static ISolver Named(string name) => KnownSolvers.All.Concat(PublishedSolvers.All).Single(solver => solver.Facts.Name == name);

    private static int Count(ISolver solver, IDiffusionProcess process, TimeGrid grid)
    {
        var counting = new CountingScore<Tile<double>>(new SmoothNoise((0.5, 0.3, 0.2, 1, 0.1), 3));
        TileRun.Values(solver, process, counting, grid);
        return counting.Evaluations;
    }

    [Fact]
    public void The_largest_budget_has_a_count_of_steps_that_fits_it()
    {
        foreach (ISolver solver in KnownSolvers.All)
        {
            foreach (int budget in new[] { int.MaxValue, 1_700_000_000 })
            {
                int steps = solver.Facts.StepsWithin(budget, endsAtZero: true);
                Assert.True(steps > 0 && solver.Facts.Evaluations(steps, endsAtZero: true) <= budget, $"{solver.Facts.Name}: {steps}");
            }
        }
    }
}
