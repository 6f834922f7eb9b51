using System.CommandLine;
using ScoreSde.Adaptive;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Commands;
using ScoreSde.Cli.Models;
using ScoreSde.Picard;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Commands;

/// <summary>What is read out of the words of a trajectory, of windows, of tolerances and of guidance.</summary>
[Trait("Category", "Once")]
public sealed class WordReadersTests
{
    private static readonly TimeGrid Five = new("five", 1, 0.7, 0.4, 0.2, 0.1, 0);

    private readonly Faults faults = new();
    private readonly Option<string> one = new("--one");
    private readonly Option<string> two = new("--two");
    private readonly Option<string> three = new("--three");
    private readonly Option<string> four = new("--four");
    private readonly Option<bool> five = new("--five") { Arity = ArgumentArity.Zero };

    [Theory]
    [InlineData("frames:2", new double[] { 1, 0 })]
    [InlineData("Frames:3", new double[] { 1, 0.4, 0 })]
    [InlineData("frames:4", new double[] { 1, 0.4, 0.2, 0 })]
    [InlineData("frames:6", new double[] { 1, 0.7, 0.4, 0.2, 0.1, 0 })]
    [InlineData("ALL", new double[] { 1, 0.7, 0.4, 0.2, 0.1, 0 })]
    [InlineData("1,0.33,0", new double[] { 1, 0.33, 0 })]
    public void Times_are_numbers_or_frames_or_all(string text, double[] times)
    {
        Assert.Equal(times, TrajectoryWords.Read(Words(one.Name, text), one, Five));
        Assert.True(faults.None);
    }

    [Theory]
    [InlineData("frames:1", "--one frames:N takes a whole number from 2 to 6, the times of a grid of 5 steps; not 'frames:1'.")]
    [InlineData("frames:7", "--one frames:N takes a whole number from 2 to 6, the times of a grid of 5 steps; not 'frames:7'.")]
    [InlineData("frames:", "--one frames:N takes a whole number from 2 to 6, the times of a grid of 5 steps; not 'frames:'.")]
    [InlineData("frames:-3", "--one frames:N takes a whole number from 2 to 6, the times of a grid of 5 steps; not 'frames:-3'.")]
    [InlineData("frames: 3", "--one frames:N takes a whole number from 2 to 6, the times of a grid of 5 steps; not 'frames: 3'.")]
    [InlineData("every", "--one takes times T,U,… in [0, 1], each moved to the nearest of the grid; frames:N, that many evenly over the steps; or all; not 'every'.")]
    [InlineData("nan", "--one must be a number from 0 to 1, not 'nan'.")]
    [InlineData("Infinity", "--one must be a number from 0 to 1, not 'Infinity'.")]
    [InlineData("1.01", "--one must be a number from 0 to 1, not '1.01'.")]
    [InlineData("-0.01", "--one must be a number from 0 to 1, not '-0.01'.")]
    public void Times_that_are_none_are_told(string text, string sentence)
    {
        TrajectoryWords.Read(Words($"{one.Name}={text}"), one, Five);
        Assert.Equal([sentence], Told());
    }

    [Fact]
    public void No_words_are_no_times()
    {
        Assert.Empty(TrajectoryWords.Read(Words(), one, Five));
        Assert.True(faults.None);
    }

    [Theory]
    [InlineData(2, new double[] { 1, 0 })]
    [InlineData(5, new double[] { 1, 0.7, 0.4, 0.1, 0 })]
    [InlineData(6, new double[] { 1, 0.7, 0.4, 0.2, 0.1, 0 })]
    [InlineData(25, new double[] { 1, 0.7, 0.4, 0.2, 0.1, 0 })]
    public void Frames_are_evenly_over_the_steps_or_all_times(int frames, double[] times) => Assert.Equal(times, TrajectoryWords.Evenly(Five, frames));

    [Fact]
    public void An_animation_has_25_times() => Assert.Equal(25, TrajectoryWords.AnimationFrames);

    [Theory]
    [InlineData("1", 1, 0.0)]
    [InlineData("1048576", 1048576, 0.0)]
    [InlineData("20,0", 20, 0.0)]
    [InlineData("20,1", 20, 1.0)]
    [InlineData("7,2.5e-2", 7, 0.025)]
    public void A_window_has_its_steps_and_its_tolerance(string text, int window, double tolerance)
    {
        Assert.Equal(new PicardIteration(window, tolerance), new PicardWords(one).Read(Words(one.Name, text), Solver("ddim"), "cpu"));
        Assert.True(faults.None);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1048577")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("20,1.001")]
    [InlineData("20,-0.001")]
    [InlineData("20,x")]
    [InlineData("20,NaN")]
    [InlineData("20,")]
    [InlineData("20,0.1,3")]
    public void A_window_that_is_none_is_told(string text)
    {
        Assert.Null(new PicardWords(one).Read(Words($"{one.Name}={text}"), Solver("ddim"), null));
        Assert.Equal([$"--one must be a number of steps from 1 to 1048576, and after a comma a tolerance from 0 to 1, as 20 or 20,0.01, not '{text}'."], Told());
    }

    [Fact]
    public void No_window_is_asked_for_without_its_option()
    {
        Assert.Null(new PicardWords(one).Read(Words(two.Name, "3"), Solver("heun") with { IsRenoised = true }, "cuda", two));
        Assert.True(faults.None);
    }

    [Fact]
    public void A_window_tells_all_that_does_not_go_with_it()
    {
        new PicardWords(one).Read(Words(one.Name, "20", three.Name, "x"), Solver("heun") with { IsRenoised = true }, "cuda", two, three);
        Assert.Equal(
            [
                "--one does not go with --three: its steps are taken many times over, and samples are kept until the end.",
                "--one is for --device cpu, not for --device cuda.",
                "--one does not go with --cfgpp, whose steps ask two models.",
                "--one takes methods of one evaluation at a step's start that remember nothing, such as ddim, em and ddpm-posterior, not solver 'heun'.",
            ],
            Told());
    }

    [Theory]
    [InlineData("ddim")]
    [InlineData("em")]
    [InlineData("ddpm-posterior")]
    [InlineData("reverse-diffusion")]
    public void A_window_takes_a_method_of_one_evaluation_on_a_path_too(string solver)
    {
        Assert.Equal(new PicardIteration(4), new PicardWords(one).Read(Words(one.Name, "4"), Solver(solver) with { OnPath = true }, null));
        Assert.True(faults.None);
    }

    [Fact]
    public void Tolerances_are_those_of_the_words_or_a_ten_thousandth()
    {
        var adaptive = new AdaptiveWords(one, two);
        IAdaptiveMethod? usual = adaptive.Read(Words(), "dopri5", ElementType.Float);
        IAdaptiveMethod? given = adaptive.Read(Words(one.Name, "0.25", two.Name, "0.5"), "dopri5", ElementType.Float);
        Assert.True(faults.None);
        Assert.Equal(AdaptiveCatalog.Shelf.Find("dopri5", faults)!.Value(new Tolerance(1e-4, 1e-4)), usual);
        Assert.Equal(AdaptiveCatalog.Shelf.Find("dopri5", faults)!.Value(new Tolerance(0.25, 0.5)), given);
    }

    [Fact]
    public void Tolerances_are_for_methods_that_have_them_and_steps_for_those_that_have_not()
    {
        var adaptive = new AdaptiveWords(one, two);
        Assert.Null(adaptive.Read(Words(one.Name, "0.1", two.Name, "0.1", three.Name, "5"), null, ElementType.Float, three));
        Assert.Equal(["--one is for an adaptive solver; 'scoresde list adaptive' shows them.", "--two is for an adaptive solver; 'scoresde list adaptive' shows them."], Told());

        adaptive.Read(Words(four.Name, "5"), "dopri5", ElementType.Float, three, four);
        Assert.Equal("--four contradicts solver 'dopri5', which chooses its own steps; give --rtol and --atol.", Told()[^1]);
    }

    [Fact]
    public void Tolerances_below_the_roundings_of_float_are_taken_in_double()
    {
        Assert.NotNull(new AdaptiveWords(one, two).Read(Words(one.Name, "1e-9", two.Name, "1e-9"), "dopri5", ElementType.Double));
        Assert.True(faults.None);
    }

    [Fact]
    public void Guidance_has_what_the_words_say()
    {
        ModelGuidance plain = Guidance().Read(Words(one.Name, "2.5"), static _ => null)!;
        Assert.Equal((2.5, 0.0, false), (plain.Rule.Weight, plain.Rule.Rescale, plain.IsRenoised));
        Assert.Null(plain.Rule.Interval);
        Assert.Null(plain.Guide);

        ModelGuidance full = Guidance().Read(Words(one.Name, "3", two.Name, "0.25,4", three.Name, "0.75"), static _ => null)!;
        Assert.Equal((3.0, 0.75), (full.Rule.Weight, full.Rule.Rescale));
        Assert.Equal((0.25, 4.0), (full.Rule.Interval!.Low, full.Rule.Interval.High));

        ModelGuidance renoised = Guidance().Read(Words(one.Name, "1", five.Name), static _ => null)!;
        Assert.Equal((1.0, true), (renoised.Rule.Weight, renoised.IsRenoised));
        Assert.True(faults.None);
    }

    [Fact]
    public void A_guide_is_opened_by_its_name()
    {
        Model digits = ModelCatalog.Find(new ModelWords("digits", null, null, null), faults)!;
        Assert.Same(digits, Guidance().Read(Words(one.Name, "2", four.Name, "other"), name => name == "other" ? digits : null)!.Guide);
    }

    [Fact]
    public void Words_of_guidance_need_its_weight()
    {
        Assert.Null(Guidance().Read(Words(two.Name, "1,2", three.Name, "0.5", four.Name, "x", five.Name), static _ => null));
        Assert.Equal(["--two means nothing without --one.", "--three means nothing without --one.", "--four means nothing without --one.", "--five means nothing without --one."], Told());
    }

    [Fact]
    public void A_guide_and_a_rule_of_renoising_contradict_each_other()
    {
        Guidance().Read(Words(one.Name, "0.5", four.Name, "x", five.Name), static _ => null);
        Assert.Equal(["--five renoises with the noise of no class, and --four leads away from another model; give one of them."], Told());
    }

    [Fact]
    public void Two_equal_levels_are_no_interval()
    {
        Guidance().Read(Words(one.Name, "0.5", two.Name, "2,2.0"), static _ => null);
        Assert.Equal(["--two must be two levels σ/α with the lower one first, as 0.3,3, not '2,2.0'."], Told());
    }

    private static NamedSolver Solver(string name) => SolverCatalog.Find(name, new Faults())!;

    private GuidanceWords Guidance() => new(one, two, three, four, five);

    private string[] Told() => [.. Assert.Throws<UsageException>(faults.ThrowIfAny).Faults];

    private ArgumentReader Words(params string[] words) => new(new RootCommand { one, two, three, four, five }.Parse(words), faults);
}
