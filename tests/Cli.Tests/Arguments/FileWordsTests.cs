using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Arguments;

/// <summary>Words that name files: which are read, which are written, of what kind, and where one would be lost.</summary>
[Trait("Category", "Once")]
public sealed class FileWordsTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("FILE.npy|FILE.csv", ".npy .csv")]
    [InlineData("FILE.gif", ".gif")]
    [InlineData("DIR", "")]
    [InlineData(null, "")]
    public void The_kinds_of_an_option_are_those_of_its_form(string? form, string kinds) =>
        Assert.Equal(kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries), FileKinds.Of(new Option<string>("--out") { HelpName = form }));

    [Theory]
    [InlineData("a.json", "--out writes .npy or .csv, not .json: a.json.")]
    [InlineData("a.JSON", "--out writes .npy or .csv, not .JSON: a.JSON.")]
    [InlineData("a.npy.gz", "--out writes .npy or .csv, not .gz: a.npy.gz.")]
    [InlineData("a.csv", null)]
    [InlineData("a.NPY", null)]
    [InlineData("a.v2", null)]
    [InlineData("a", null)]
    public void A_name_that_promises_another_kind_is_told(string path, string? sentence)
    {
        var faults = new Faults();
        FileKinds.Check(new Option<string>("--out") { HelpName = "FILE.npy|FILE.csv" }, path, faults);
        Assert.Equal(sentence is null ? [] : [sentence], Told.Of(faults));
        FileKinds.Check(new Option<string>("--out") { HelpName = "DIR" }, path, faults = new Faults());
        Assert.Empty(Told.Of(faults));
        FileKinds.Check(new Option<string>("--image") { HelpName = "FILE.png" }, "a.svg", faults);
        Assert.Equal(["--image writes .png, not .svg: a.svg."], Told.Of(faults));
    }

    [Theory]
    [InlineData("a.csv", ".csv")]
    [InlineData("a.CSV", ".CSV")]
    [InlineData("a.npy", null)]
    [InlineData("a.NPY", null)]
    [InlineData("a.part", null)]
    [InlineData("a", null)]
    public void Another_kind_than_the_one_is_known_by_its_ending(string path, string? other) => Assert.Equal(other, FileKinds.Other(path, ".npy"));

    [Theory]
    [InlineData("table:a", "a")]
    [InlineData("TABLE:a", "a")]
    [InlineData("zero-snr:table:a", "a")]
    [InlineData("Zero_SNR:table:a", "a")]
    [InlineData("zero-snr:ddpm", "zero-snr:ddpm")]
    [InlineData("mixture:a", "a")]
    [InlineData("Mixture:table:a", "table:a")]
    [InlineData("data:a,b,0.5", "a,b")]
    [InlineData("DATA:a", "a")]
    [InlineData("data:,1", "")]
    [InlineData("a,b", "a,b")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void The_file_is_what_stands_behind_the_word_that_says_what_it_is(string? word, string? file) => Assert.Equal(file, FileWords.FileOf(word));

    [Theory]
    [InlineData("data:a,b,0.5", true, "a,b", "0.5")]
    [InlineData("data:a", true, "a", "")]
    [InlineData("data:a,", true, "a", "")]
    [InlineData("mixture:a,3", false, "a,3", "3")]
    [InlineData("a,3", false, null, "3")]
    [InlineData(",3", false, null, "3")]
    public void A_word_for_a_law_has_a_file_or_data_and_a_blur(string word, bool isOfData, string? file, string blur) =>
        Assert.Equal((isOfData, file, blur), (LawWord.IsOfData(word), LawWord.FileOf(word), LawWord.BlurOf(word)));

    [Theory]
    [InlineData("--model", "NAME|FILE", true)]
    [InlineData("--data", "NAME|DIR", true)]
    [InlineData("--schedule", "NAME", true)]
    [InlineData("--steps", "N", false)]
    [InlineData("--steps", null, false)]
    [InlineData("--out", "FILE.npy", false)]
    [InlineData("--report", "FILE.html", false)]
    [InlineData("--resume", "FILE", false)]
    [InlineData("--update", "FILE", false)]
    public void Options_that_name_files_to_read_are_known(string name, string? form, bool isInput) =>
        Assert.Equal(isInput, FileWords.IsInput(new Option<string>(name) { HelpName = form }));

    [Theory]
    [InlineData("--out FILE.npy", true, "--out - would write bytes to a terminal; send them to a file or a program by > or |.")]
    [InlineData("--image FILE.png", true, "--image - would write bytes to a terminal; send them to a file or a program by > or |.")]
    [InlineData("--animate FILE.gif", true, "--animate - would write bytes to a terminal; send them to a file or a program by > or |.")]
    [InlineData("--csv FILE.csv", true, null)]
    [InlineData("--out FILE.npy", false, null)]
    [InlineData("--image FILE.png", false, null)]
    [InlineData("--animate FILE.gif", false, null)]
    [InlineData("--out DIR", false, "--out - means nothing: it writes a folder, which needs a name.")]
    [InlineData("--out FILE.safetensors", false, "--out - means nothing: it writes a network, and saves it on its way, which needs a name.")]
    public void Standard_output_takes_what_can_be_a_stream(string option, bool isTerminal, string? sentence)
    {
        var output = new Option<string>(option.Split(' ')[0]) { HelpName = option.Split(' ')[1], Arity = ArgumentArity.ExactlyOne };
        ArgumentReader words = Reader([output], output.Name, "-");
        Assert.True(FileWords.GoesToStream(output, words));
        FileWords.Check(words, [output], new Terminal(TextWriter.Null, TextWriter.Null) { OutIsTerminal = isTerminal });
        Assert.Equal(sentence is null ? [] : [sentence], Told.Of(words.Faults));
    }

    [Fact]
    public void Two_results_cannot_both_be_the_stream()
    {
        var json = new Option<string>("--json") { HelpName = "FILE.json", Arity = ArgumentArity.ExactlyOne };
        var csv = new Option<string>("--csv") { HelpName = "FILE.csv", Arity = ArgumentArity.ExactlyOne };
        ArgumentReader words = Reader([json, csv], "--json", "-", "--csv", "-");
        FileWords.Check(words, [json, csv], new Terminal(TextWriter.Null, TextWriter.Null));
        Assert.Equal(["--json and --csv cannot all go to standard output."], Told.Of(words.Faults));
    }

    [Theory]
    [InlineData("zero-snr:table:{0}")]
    [InlineData("TABLE:{0}")]
    [InlineData("table:{0}")]
    public void The_table_of_a_schedule_is_not_replaced(string schedule)
    {
        File.WriteAllText(folder["b"], "0.1\n0.2\n");
        string word = schedule.Replace("{0}", folder["b"], StringComparison.Ordinal);
        ProgramRun run = ProgramRun.Of("sample", "--model", "gaussian", "--steps", "2", "--count", "2", "--schedule", word, "--out", folder["b"]);
        Assert.Equal(2, run.Code);
        Assert.Contains($"--out would replace what --schedule reads: {folder["b"]}.", run.Error, StringComparison.Ordinal);
        Assert.Equal("0.1\n0.2\n", File.ReadAllText(folder["b"]));
    }

    [Fact]
    public void Options_by_their_former_names_are_those_of_today()
    {
        Assert.Equal(["compare", "--count", "3", "--count=4", "--samplesx"], FormerWords.Renewed(["compare", "--samples", "3", "--samples=4", "--samplesx"]));
        Assert.Equal(["sample", "--samples", "3"], FormerWords.Renewed(["sample", "--samples", "3"]));
        Assert.Empty(FormerWords.Renewed([]));
    }

    [Fact]
    public void A_fault_is_kept_once_and_all_are_told_in_their_order()
    {
        var faults = new Faults();
        Assert.True(faults.None);
        faults.ThrowIfAny();
        faults.Add("B.");
        faults.Add("A.");
        faults.Add("B.");
        Assert.Equal((2, false), (faults.Count, faults.None));
        UsageException told = Assert.Throws<UsageException>(faults.ThrowIfAny);
        Assert.Equal(["B.", "A."], told.Faults);
        Assert.Equal("B. A.", told.Message);
    }

    [Fact]
    public void A_name_under_which_nothing_can_be_written_is_told()
    {
        var faults = new Faults();
        OutputPath.Check(null, faults);
        OutputPath.Check("-", faults);
        OutputPath.Check(folder["a"], faults);
        Assert.Empty(Told.Of(faults));
        Assert.Empty(folder.Files);
        OutputPath.Check(folder["none/a"], faults);
        Assert.StartsWith($"{folder["none/a"]}: ", Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            OutputPath.Check("/dev/null", faults = new Faults());
            OutputPath.Check("/dev/../dev/zero", faults);
            Assert.Equal(["/dev/null: cannot be written: it is a device.", "/dev/../dev/zero: cannot be written: it is a device."], Told.Of(faults));
        }
    }

    [Fact]
    public void Two_results_under_one_name_are_told()
    {
        var faults = new Faults();
        OutputPath.CheckDistinct(faults, ("--a", "-"), ("--b", "-"), ("--c", null), ("--d", " "), ("--e", " "), ("--f", folder["x"]), ("--g", folder["y"]));
        Assert.Empty(Told.Of(faults));
        OutputPath.CheckDistinct(faults, ("--a", folder["y"]), ("--b", folder["x"]), ("--c", folder["./x"]));
        Assert.Equal(["--b and --c name the same file."], Told.Of(faults));
        OutputPath.CheckDistinct(faults = new Faults(), ("--a", folder["x"]), ("--b", folder["x"]), ("--c", folder["x"]));
        Assert.Equal(["--a and --b and --c name the same file.", "--b and --c name the same file."], Told.Of(faults));
    }

    [Fact]
    public void Links_that_lead_round_in_a_circle_are_no_file()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(folder["x"], folder["y"]);
            File.CreateSymbolicLink(folder["y"], folder["x"]);
            var faults = new Faults();
            OutputPath.CheckDistinct(faults, ("--a", folder["x"]), ("--b", folder["y"]));
            OutputPath.CheckNotRead(faults, ("--a", folder["x"]), ("--b", folder["y"]));
            Assert.Empty(Told.Of(faults));
        }
    }

    [Theory]
    [InlineData("d/a.npy", "d/a.npy", true)]
    [InlineData("d/a.npy", "d", true)]
    [InlineData("d", "d/a.npy", true)]
    [InlineData("d", "d/b.png", true)]
    [InlineData("d", "d/c.txt", false)]
    [InlineData("d", "e/a.npy", false)]
    [InlineData("d/a.npy", "d/b.png", false)]
    [InlineData("d/a.npy", "e", false)]
    [InlineData("d/none.npy", "d", false)]
    [InlineData("d/a.npy", "d/none.npy", false)]
    [InlineData("d/a.npy", null, false)]
    public void A_result_that_would_replace_what_is_read_is_told(string output, string? input, bool isTold)
    {
        Directory.CreateDirectory(folder["d"]);
        Directory.CreateDirectory(folder["e"]);
        foreach (string name in new[] { "d/a.npy", "d/b.png", "d/c.txt", "e/a.npy" })
        {
            File.WriteAllText(folder[name], "x");
        }

        var faults = new Faults();
        string? read = input is null ? null : folder[input];
        OutputPath.CheckNotRead(faults, ("--out", folder[output]), ("--other", folder["e/a.npy"]), ("--data", read));
        Assert.Equal(isTold ? [$"--out would replace what --data reads: {read}."] : [], Told.Of(faults).Where(static sentence => sentence.Contains("--data", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("cat", 0, null)]
    [InlineData("dog", 1, null)]
    [InlineData("owl", 2, null)]
    [InlineData("Owl", null, "--label must be a class of model 'm', not 'Owl'; the classes are cat, dog, owl.")]
    [InlineData("0", null, "--label must be a class of model 'm', not '0'; the classes are cat, dog, owl.")]
    public void A_class_is_found_by_its_label(string? label, int? place, string? sentence)
    {
        var faults = new Faults();
        Assert.Equal(place, ClassWord.Find(label, Classes(3, ["cat", "dog", "owl"]), faults));
        Assert.Equal(sentence is null ? [] : [sentence], Told.Of(faults));
    }

    [Fact]
    public void A_model_without_classes_has_no_labels()
    {
        var faults = new Faults();
        Assert.Null(ClassWord.Find(null, Classes(0, []), faults));
        Assert.Empty(Told.Of(faults));
        Assert.Null(ClassWord.Find("cat", Classes(0, []), faults));
        Assert.Equal(["Model 'm' has no classes, so --label means nothing."], Told.Of(faults));
    }

    [Fact]
    public void The_three_names_most_like_a_word_are_taken()
    {
        // One letter begins too many names to say anything.
        Assert.Equal(["em", "ddim"], NearestNames.To("d", ["ddim", "em"]));
        Assert.Equal(["ddim", "em"], NearestNames.To("dd", ["em", "ddim"]));

        // A beginning counts as one edit: behind what is the same, beside what has one, before what has two.
        Assert.Equal(["hew", "heun-long"], NearestNames.To("heu", ["hew", "heun-long"]));
        Assert.Equal(["heun-long", "hexx"], NearestNames.To("heu", ["hexx", "heun-long"]));
        Assert.Equal("heun", NearestNames.To("heun-and-more", ["ab", "abc", "abcd", "heun"])[0]);
        Assert.Equal(["a-c", "x", "y"], NearestNames.To("a_c", ["x", "y", "z", "a-c"]));
    }

    private static MixtureModel Classes(int count, string[] names) => new(
        "m",
        GaussianMixture.Of(Gaussian.Isotropic([0.0], 1)),
        new VariancePreserving(new LinearSchedule()),
        new DataDescription("m", 1, 1, count, null, DataScaling.Identity) { ClassNames = names });

    private static ArgumentReader Reader(Option<string>[] options, params string[] words)
    {
        var verb = new Command("verb");
        foreach (Option<string> option in options)
        {
            verb.Options.Add(option);
        }

        return new ArgumentReader(verb.Parse(words), new Faults());
    }
}
