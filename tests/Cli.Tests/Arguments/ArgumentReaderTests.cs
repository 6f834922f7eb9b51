using System.CommandLine;
using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Arguments;

/// <summary>What is taken out of words, at the ends of each range and beyond, and what is told.</summary>
[Trait("Category", "Once")]
public sealed class ArgumentReaderTests : IDisposable
{
    private static readonly Option<string> A = new("--a") { HelpName = "FILE", Arity = ArgumentArity.ExactlyOne };
    private static readonly Option<string> B = new("--b") { HelpName = "N", Arity = ArgumentArity.ExactlyOne };
    private static readonly Option<bool> Switch = new("--switch") { Arity = ArgumentArity.Zero };
    private static readonly Argument<string[]> Rest = new("rest") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("3", 3)]
    [InlineData("7", 7)]
    [InlineData("+5", 5)]
    [InlineData(null, 99)]
    public void A_whole_number_in_its_range_is_taken(string? text, int value)
    {
        ArgumentReader words = Read(text);
        Assert.Equal(value, words.Whole(A, 99, 3, 7));
        Assert.Equal(text is null ? null : value, words.WholeOrNone(A, 3, 7));
        Assert.Empty(Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("8")]
    [InlineData("4.0")]
    [InlineData(" 4")]
    [InlineData("1e1")]
    [InlineData("99999999999")]
    public void A_whole_number_beyond_its_range_is_told(string text)
    {
        ArgumentReader words = Read(text);
        Assert.Equal(99, words.Whole(A, 99, 3, 7));
        Assert.Equal(3, words.WholeOrNone(A, 3, 7));
        Assert.Equal([$"--a must be a whole number from 3 to 7, not '{text}'."], Told.Of(words.Faults));
    }

    [Fact]
    public void The_least_whole_number_is_one_where_nothing_else_is_said()
    {
        Assert.Equal(1, Read("1").Whole(A, 9));
        Assert.Equal(int.MaxValue, Read("2147483647").Whole(A, 9));
        ArgumentReader words = Read("0");
        Assert.Equal(9, words.Whole(A, 9));
        Assert.Equal(1, words.WholeOrNone(A));
        Assert.Equal([], words.Wholes(B, []));
        Assert.Equal(["--a must be a whole number from 1 to 2147483647, not '0'."], Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("1", 1L, false)]
    [InlineData("5000000000", 5_000_000_000L, false)]
    [InlineData("5000000001", 7L, true)]
    [InlineData("0", 7L, true)]
    [InlineData("-1", 7L, true)]
    [InlineData("1.0", 7L, true)]
    [InlineData(null, 7L, false)]
    public void A_long_number_is_from_one_to_its_most(string? text, long value, bool isTold)
    {
        ArgumentReader words = Read(text);
        Assert.Equal(value, words.Long(A, 7, 5_000_000_000));
        Assert.Equal(isTold ? [$"--a must be a whole number from 1 to 5000000000, not '{text}'."] : [], Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("0", 0UL, false)]
    [InlineData("18446744073709551615", ulong.MaxValue, false)]
    [InlineData("18446744073709551616", 7UL, true)]
    [InlineData("-0", 7UL, true)]
    [InlineData("+1", 7UL, true)]
    [InlineData(null, 7UL, false)]
    public void A_seed_has_64_bits_and_no_sign(string? text, ulong seed, bool isTold)
    {
        ArgumentReader words = Read(text);
        Assert.Equal(seed, words.Seed(A, 7));
        Assert.Equal(isTold ? [$"--a must be a whole number from 0 to 18446744073709551615, not '{text}'."] : [], Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("0.5", false, 0.5)]
    [InlineData("2", false, 2)]
    [InlineData("2", true, 2)]
    [InlineData("0.5000001", true, 0.5000001)]
    [InlineData("1e0", true, 1)]
    public void A_number_in_its_range_is_taken(string text, bool open, double value)
    {
        ArgumentReader words = Read(text);
        Assert.Equal(value, words.Real(A, 9, 0.5, 2, open));
        Assert.Empty(Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("0.4999", false, 2, "from 0.5 to 2")]
    [InlineData("0.5", true, 2, "greater than 0.5 and at most 2")]
    [InlineData("2.0001", true, 2, "greater than 0.5 and at most 2")]
    [InlineData("2.0001", false, 2, "from 0.5 to 2")]
    [InlineData("NaN", false, 2, "from 0.5 to 2")]
    [InlineData("0.4", false, double.PositiveInfinity, "at least 0.5")]
    [InlineData("0.5", true, double.PositiveInfinity, "greater than 0.5")]
    [InlineData("Infinity", false, double.PositiveInfinity, "at least 0.5")]
    [InlineData("1,5", false, 2, "from 0.5 to 2")]
    public void A_number_beyond_its_range_is_told(string text, bool open, double high, string range)
    {
        ArgumentReader words = Read(text);
        Assert.Equal(9, words.Real(A, 9, 0.5, high, open));
        Assert.Equal([$"--a must be a number {range}, not '{text}'."], Told.Of(words.Faults));
    }

    [Fact]
    public void Lists_are_of_numbers_in_their_range()
    {
        ArgumentReader words = Read("3, 7,5");
        Assert.Equal([3, 7, 5], words.Wholes(A, [1], 3, 7));
        Assert.Equal([3, 7, 5], words.Reals(A, [1], 3, 7));
        Assert.Equal(["3", "7", "5"], words.Names(A, ["x"]));
        Assert.Empty(Told.Of(words.Faults));

        words = Read("2,8,x");
        Assert.Equal([3, 3, 3], words.Wholes(A, [1], 3, 7));
        Assert.Equal([2.5, 2.5, 2.5], words.Reals(A, [1], 2.5, 7));
        Assert.Equal(
            [
                "--a must be a whole number from 3 to 7, not '2'.", "--a must be a whole number from 3 to 7, not '8'.", "--a must be a whole number from 3 to 7, not 'x'.",
                "--a must be a number from 2.5 to 7, not '2'.", "--a must be a number from 2.5 to 7, not '8'.", "--a must be a number from 2.5 to 7, not 'x'.",
            ],
            Told.Of(words.Faults));

        words = Read(null);
        Assert.Equal([1], words.Wholes(A, [1], 3, 7));
        Assert.Equal([1.5], words.Reals(A, [1.5], 3, 7));
        Assert.Equal(["x"], words.Names(A, ["x"]));
        Assert.Empty(Told.Of(words.Faults));
    }

    [Fact]
    public void An_entry_twice_or_empty_is_told()
    {
        ArgumentReader words = Read("em,ddim,em,heun,ddim");
        words.Names(A, []);
        Assert.Equal(["--a names 'em' more than once.", "--a names 'ddim' more than once."], Told.Of(words.Faults));
        words = Read("em,,ddim");
        Assert.Empty(words.Names(A, ["x"]));
        Assert.Equal(["--a has an empty entry in 'em,,ddim'."], Told.Of(words.Faults));
        words = Read("em,EM");
        Assert.Equal(["em", "EM"], words.Names(A, []));
        Assert.Empty(Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("compare --model gaussian --solvers ddim,DDIM --count 9", "--solvers names 'ddim' more than once.")]
    [InlineData("compare --model gaussian --solvers em,heun,euler-maruyama --count 9", "--solvers names 'em' more than once.")]
    [InlineData("compare --model gaussian --solvers dopri5,dopri5:1e-4 --count 9", "--solvers names 'dopri5:0.0001' more than once.")]
    [InlineData("compare --model gaussian --solvers ddim --grids uniform,t --count 9", "--grids names 'uniform' more than once.")]
    [InlineData("restore --model mixture8 --task compressed:1 --ranks 3 --noise 1 --method mmps,MMPS", "--method names 'mmps' more than once.")]
    public void Two_names_of_one_thing_are_told(string line, string sentence)
    {
        ProgramRun run = ProgramRun.Of(line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.Equal($"scoresde: {sentence}", run.Error.Split('\n')[0]);
    }

    [Theory]
    [InlineData("beta:0.6,0.6,uniform", "beta:0.6,0.6|uniform")]
    [InlineData("beta:0.6,0.7,0.8", "beta:0.6,0.7,0.8")]
    [InlineData("0.5,beta:1,2", "0.5|beta:1,2")]
    [InlineData("em,0.5", "em|0.5")]
    [InlineData("ddim:0.5,em,1", "ddim:0.5|em|1")]
    [InlineData("shift:3,beta:1,2", "shift:3|beta:1,2")]
    public void Numbers_after_a_name_with_a_colon_are_its_own(string text, string parts) =>
        Assert.Equal(parts.Split('|'), Read(text).Names(A, []));

    [Fact]
    public void Numbers_that_may_occur_again_are_all_kept()
    {
        ArgumentReader words = Read("3, 3,5");
        Assert.Equal([3, 3, 5], words.WholesWithRepeats(A, 3));
        Assert.Empty(Told.Of(words.Faults));
        words = Read("2,4,x");
        Assert.Equal([3, 4, 3], words.WholesWithRepeats(A, 3));
        Assert.Equal(["--a must be a whole number from 3 to 2147483647, not '2'.", "--a must be a whole number from 3 to 2147483647, not 'x'."], Told.Of(words.Faults));
        words = Read(null);
        Assert.Equal([3], words.WholesWithRepeats(A, 3));
        Assert.Equal(["--a must be a whole number from 3 to 2147483647, not ''."], Told.Of(words.Faults));
    }

    [Fact]
    public void An_empty_word_is_told_and_counts_as_none()
    {
        ArgumentReader words = Read(" ");
        Assert.Null(words.Text(A));
        Assert.Equal(4, words.Whole(A, 4));
        Assert.Equal(" ", words.Typed(A));
        Assert.Equal(["--a is empty."], Told.Of(words.Faults));
    }

    [Fact]
    public void Of_many_threads_four_for_each_processor_are_taken()
    {
        int most = 4 * Environment.ProcessorCount;
        Assert.Equal(0, Read(null).Threads(A));
        Assert.Equal(1, Read("1").Threads(A));
        ArgumentReader words = Read("1024");
        Assert.Equal(Math.Min(1024, most), words.Threads(A));
        Assert.Empty(Told.Of(words.Faults));
        words = Read("1025");
        Assert.Equal(0, words.Threads(A));
        Assert.Equal(["--a must be a whole number from 1 to 1024, not '1025'."], Told.Of(words.Faults));
        if (most < 1024)
        {
            words = Read(most.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(most, words.Threads(A));
            Assert.Empty(words.Notes);
            words = Read($"{most + 1}");
            Assert.Equal(most, words.Threads(A));
            Assert.Equal(
                [$"--a {most + 1} is more than {Environment.ProcessorCount} processors can carry; taking {most}. The results do not depend on it."], words.Notes);
        }
    }

    [Fact]
    public void A_command_line_is_repeated_as_it_was_typed_and_its_essence_is_sorted()
    {
        ArgumentReader words = Of("--b", "it's", "--switch", "--a", "a b");
        string b = OperatingSystem.IsWindows() ? "\"it's\"" : "'it'\\''s'";
        string a = OperatingSystem.IsWindows() ? "\"a b\"" : "'a b'";
        Assert.Equal($"scoresde verb --b {b} --switch --a {a}", words.CommandWithout());
        Assert.Equal($"scoresde verb --a {a} --b {b} --switch", words.Essence());
        Assert.Equal($"scoresde verb --switch --a {a}", words.CommandWithout(B));
        Assert.Equal($"scoresde verb --a {a}", words.Essence(Switch, B));
        Assert.Equal("scoresde verb", Of().Essence());
    }

    [Fact]
    public void What_was_given_is_known()
    {
        ArgumentReader words = Of("--switch", "x", "y");
        Assert.Equal((true, false, true), (words.Has(Switch), words.Has(A), words.Switch(Switch)));
        Assert.Equal(["x", "y"], words.Texts(Rest));
        Assert.False(Of("--a", "1").Switch(Switch));
        Assert.True(Of("--a", "1").Has(A));
    }

    [Fact]
    public void Files_that_are_read_are_listed_where_they_are_there()
    {
        File.WriteAllText(folder["f"], "x");
        Assert.Equal([("--a", folder["f"])], Read(folder["f"]).Inputs());
        Assert.Equal([("--a", folder["f"])], Read($"zero-snr:table:{folder["f"]}").Inputs());
        Assert.Empty(Read(folder["none"]).Inputs());
        Assert.Empty(Of("--b", folder["f"]).Inputs());
    }

    private static ArgumentReader Read(string? a) => a is null ? Of() : Of("--a", a);

    private static ArgumentReader Of(params string[] words)
    {
        var verb = new Command("verb") { A, B, Switch, Rest };
        return new ArgumentReader(verb.Parse(words), new Faults());
    }
}
