using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Slips;
using ScoreSde.TimeGrids;
using ScoreSde.Verification;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Conformance;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Conformance;

/// <summary>The kit passes what is right and names what is broken.</summary>
[Trait("Category", "Once")]
public sealed class ConformanceTests
{
    private static readonly PropertyContext Short = new() { Cases = 10 };

    // What the kit says of every shipped solver is what the known properties say of it.
    [Theory]
    [InlineData("ddim")]
    [InlineData("em")]
    [InlineData("unipc-2")]
    public void A_shipped_solver_conforms(string name)
    {
        ConformanceReport report = SolverConformance.Check(
            KnownSolvers.All.Single(solver => solver.Facts.Name == name), context: Short with { Seed = 77 });
        Assert.True(report.Conforms, report.ToString());
        Assert.True(report.Findings.Passed >= 8, report.ToString());
        Assert.Equal(
            KnownProperties.All.Where(property => property.Name.EndsWith($"/{name}", StringComparison.Ordinal)).Select(static property => property.Name),
            report.Findings.Records.Select(static record => record.Property.Name));
    }

    [Fact]
    public void A_shipped_solver_that_claims_no_exactness_on_a_point_is_not_exact_there()
    {
        var process = new VariancePreserving(new LinearSchedule());
        var grid = new TimeGrid("coarse", 0.9, 0.5, 0.2);
        var data = new NormalLaw(1, 0);
        foreach (ISolver solver in KnownSolvers.All.Where(static solver => solver is not (PredictorCorrector or CorrectorOnly) && !SolverClaims.Of(solver).ExactOnPointData))
        {
            NormalLaw end = ExactMoments.Map(solver, process, data, grid).Push(data.At(process.At(0.9)));
            NormalLaw exact = data.At(process.At(0.2));
            Assert.True(Math.Abs(end.Mean - exact.Mean) + Math.Abs(end.Variance - exact.Variance) > 1e-3, solver.Facts.Name);
        }
    }

    [Fact]
    public void Every_shipped_schedule_and_process_conforms()
    {
        foreach (INoiseSchedule schedule in new INoiseSchedule[] { new LinearSchedule(), new CosineSchedule(), new GeometricSchedule(0.05, 4) })
        {
            ConformanceReport report = ScheduleConformance.Check(schedule, Short);
            Assert.True(report.Conforms && report.Findings.Passed >= 8, report.ToString());
        }

        IDiffusionProcess[] processes =
        [
            new VariancePreserving(new LinearSchedule()),
            new SubVariancePreserving(new LinearSchedule()),
            new VarianceExploding(new GeometricSchedule(0.01, 20)),
        ];
        foreach (IDiffusionProcess process in processes)
        {
            ConformanceReport report = ProcessConformance.Check(process, Short);
            Assert.True(report.Conforms && report.Findings.Passed >= 10, report.ToString());
        }
    }

    [Fact]
    public void The_exact_score_of_a_mixture_conforms_and_one_that_looks_at_its_neighbours_does_not()
    {
        GaussianMixture ring = GaussianMixture.Ring();
        var process = new VariancePreserving(new LinearSchedule());
        ConformanceReport right = ScoreConformance.Check(ring.Score<double>(), process, (x, level) => ring.LogDensity(x, level), Short);
        Assert.True(right.Conforms && right.Findings.Passed == 7, right.ToString());

        var wrong = new SlippedScore(ring.Score<double>()) { After = static (_, e) => e.Values[^1] += e.Values[0] };
        ConformanceReport report = ScoreConformance.Check(wrong, process, (x, level) => ring.LogDensity(x, level), Short);
        Assert.Contains("score-rows", report.Broken);
        Assert.Contains("score-gradient", report.Broken);
        ConformanceReport narrow = ScoreConformance.Check(ring.Score<float>(), process, (x, level) => ring.LogDensity(x, level), Short);
        Assert.True(narrow.Conforms && narrow.Findings.Passed == 7, narrow.ToString());
        Assert.StartsWith("score ExactScore`1 on vp over linear:0.1,20: conforms", narrow.ToString(), StringComparison.Ordinal);
        Assert.Equal(["score-own-levels"], ScoreConformance.Check(new FirstLevelForAll(ring), process, context: Short).Broken);
    }

    // What the author of a delegate promises, broken one promise at a time.
    [Theory]
    [InlineData("", "")]
    [InlineData("a row looks at its neighbour", "score-rows")]
    [InlineData("x is written", "score-leaves-x")]
    [InlineData("calls share what they write", "score-threads")]
    [InlineData("garbage is made", "score-allocation")]
    [InlineData("a number is left out", "score-finite")]
    public void A_delegate_is_held_to_each_promise_of_its_author(string slip, string broken)
    {
        int calls = 0;
        var own = new DelegateScore<double>(2, (x, level, epsilon) =>
        {
            for (int i = 0; i < x.Values.Length; i++)
            {
                epsilon.Values[i] = level.Deviation * x.Values[i];
            }

            switch (slip)
            {
                case "a row looks at its neighbour":
                    epsilon.Values[^1] += x.Values[0];
                    break;
                case "x is written":
                    x.Values[0] = 0;
                    break;
                case "calls share what they write":
                    epsilon.Values[0] += calls++;
                    break;
                case "garbage is made":
                    GC.KeepAlive(new double[x.Rows]);
                    break;
                case "a number is left out":
                    epsilon.Values[0] = double.NaN;
                    break;
            }
        });
        ConformanceReport report = ScoreConformance.Check(own, new VariancePreserving(new LinearSchedule()), context: Short);
        if (broken.Length == 0)
        {
            Assert.True(report.Conforms && report.Findings.Passed == 5, report.ToString());
        }
        else
        {
            Assert.Contains(broken, report.Broken);
        }
    }

    [Fact]
    public void A_broken_schedule_or_process_is_named_with_its_figures()
    {
        var linear = new LinearSchedule();
        ConformanceReport schedule = ScheduleConformance.Check(new SlippedSchedule(linear) { Whole = static t => (0.1 * t) + (19.9 * t * t) }, Short);
        Assert.Contains("schedule-integral", schedule.Broken);
        ConformanceReport process = ProcessConformance.Check(
            new SlippedProcess(new VariancePreserving(linear)) { Diffusion = static t => Math.Sqrt(new LinearSchedule().Beta(t)) }, Short);
        Assert.Contains("moment-equations", process.Broken);
        Assert.Contains("BROKEN moment-equations: dσ²/dt", process.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vp")]
    [InlineData("subvp")]
    [InlineData("ve")]
    public void A_broken_process_is_named_in_the_case_whatever_cases_would_be_drawn(string kind)
    {
        var linear = new LinearSchedule(0.3, 7);
        IDiffusionProcess right = kind switch
        {
            "vp" => new VariancePreserving(linear),
            "subvp" => new SubVariancePreserving(linear),
            _ => new VarianceExploding(linear),
        };
        ConformanceReport report = ProcessConformance.Check(
            new SlippedProcess(right) { Diffusion = t => 1.1 * right.DiffusionSquared(t) }, Short with { Seed = 3 });
        Assert.Contains("moment-equations", report.Broken);
        Assert.Contains($"fails for {kind} over linear:0.3,7; ", report.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            new[] { "vp over", "subvp over", "ve over" }.Where(other => other != $"{kind} over"),
            other => report.ToString().Contains($"fails for {other}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_solver_that_promises_too_much_is_told_its_order()
    {
        ConformanceReport report = SolverConformance.Check(new Boast(new Ddim()), context: Short);
        Assert.Equal(["order/ddim", "evaluations/ddim"], report.Broken);
        Assert.Contains("order 1.00 where 2 is claimed, slopes", report.ToString(), StringComparison.Ordinal);
    }

    private sealed class Boast(ISolver inner) : ISolver
    {
        public SolverFacts Facts => inner.Facts with { Order = 2, EvaluationsPerStep = 2 };

        public IStepper<TState> CreateStepper<TState>(Problem<TState> problem) => inner.CreateStepper(problem);
    }
}
