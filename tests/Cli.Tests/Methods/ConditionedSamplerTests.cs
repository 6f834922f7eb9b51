using ScoreSde.Cli.Methods;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.Tests.Fitting;

namespace ScoreSde.Tests.Methods;

/// <summary>What a method makes of a model's score and of a solver.</summary>
[Trait("Category", "Once")]
public sealed class ConditionedSamplerTests
{
    private static readonly Measurement Measured = new(DenseOperator.Random(1, 2, 0), [0.5], 0.25);
    private static readonly Heun Solver = new();
    private static readonly IScoreFunction<Tile<float>> Prior = GaussianMixture.Ring().Score<float>();

    public static TheoryData<int, bool, bool, bool> Methods => new()
    {
        // A score for any solver; needs the Jacobian; takes a solver.
        { (int)RestoreMethod.PseudoinverseGuidance, true, true, true },
        { (int)RestoreMethod.MomentMatching, true, true, true },
        { (int)RestoreMethod.PosteriorLikelihood, true, true, true },
        { (int)RestoreMethod.PosteriorSampling, false, true, false },
        { (int)RestoreMethod.Ddrm, false, false, false },
        { (int)RestoreMethod.Snips, false, false, false },
        { (int)RestoreMethod.Replacement, false, false, true },
        { (int)RestoreMethod.RePaint, false, false, false },
        { (int)RestoreMethod.Twisted, false, true, false },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_method_is_a_score_or_a_solver(int method, bool isScore, bool needsJacobian, bool takesSolver)
    {
        Assert.Equal(isScore, ConditionedSampler<float>.IsScore((RestoreMethod)method));
        Assert.Equal(needsJacobian, ConditionedSampler<float>.NeedsJacobian((RestoreMethod)method));
        Assert.Equal(takesSolver, ConditionedSampler<float>.TakesSolver((RestoreMethod)method));
        if (isScore)
        {
            Assert.Same(Solver, ConditionedSampler<float>.SolverOf((RestoreMethod)method, Measured, Solver));
        }
    }

    [Fact]
    public void A_score_is_conditioned_and_its_solver_left_as_it_is()
    {
        Assert.IsType<PseudoinverseScore<float>>(Of(RestoreMethod.PseudoinverseGuidance).Score);
        Assert.IsType<MomentMatchingScore<float>>(Of(RestoreMethod.MomentMatching).Score);
        Assert.IsType<PosteriorScore<float>>(Of(RestoreMethod.PosteriorLikelihood).Score);
        Assert.Same(Solver, Of(RestoreMethod.PseudoinverseGuidance).Solver);
        Assert.Same(Solver, Of(RestoreMethod.MomentMatching).Solver);
        Assert.Same(Solver, Of(RestoreMethod.PosteriorLikelihood).Solver);
    }

    [Fact]
    public void A_solver_knows_the_measurement_and_the_score_is_left_as_it_is()
    {
        Assert.Equal(new DiffusionPosteriorSampling(Measured), Of(RestoreMethod.PosteriorSampling).Solver);
        Assert.Equal(new Ddrm(Measured), Of(RestoreMethod.Ddrm).Solver);
        Assert.Equal(new Snips(Measured), Of(RestoreMethod.Snips).Solver);
        Assert.Equal(new Replacement(Solver, Measured, CountsError: true), Of(RestoreMethod.Replacement).Solver);
        Assert.Equal(new RePaint(Measured), Of(RestoreMethod.RePaint).Solver);
        Assert.Same(Prior, Of(RestoreMethod.Ddrm).Score);
        Assert.Same(Prior, Of(RestoreMethod.Replacement).Score);
    }

    [Theory]
    [InlineData((int)RestoreMethod.Twisted)]
    [InlineData(-1)]
    public void A_method_of_neither_kind_is_refused(int method) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConditionedSampler<float>.SolverOf((RestoreMethod)method, Measured, Solver));

    [Fact]
    public void A_score_without_products_is_refused()
    {
        IScoreFunction<Tile<float>> blind = new ToyModel(new VarianceExploding(new LinearSchedule(0, 2)), 2).Score<float>(static _ => 0);
        Assert.Equal("The model has no products with its Jacobian.", Assert.Throws<NotSupportedException>(() => ConditionedSampler<float>.Differentiable(blind)).Message);
        Assert.Same(Prior, ConditionedSampler<float>.Differentiable(Prior));
    }

    private static ConditionedSampler<float> Of(RestoreMethod method) => ConditionedSampler<float>.Of(method, Prior, Measured, 1, Solver);
}
