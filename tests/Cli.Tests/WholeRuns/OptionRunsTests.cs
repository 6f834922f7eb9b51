using ScoreSde.Tests.Options;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.WholeRuns;

/// <summary>All that the runs say and write which show what each option is for (<see cref="OptionTable"/>), kept as texts, one for each option of each verb.</summary>
[Trait("Category", "Once")]
public sealed class OptionRunsTests(Inputs inputs) : IClassFixture<Inputs>
{
    // What these give is what is given without them, or a run that is kept already.
    private static readonly string[] Left = ["--threads", "--device", "--resume", "--overwrite", "--limit", "--svg", "--printed"];

    public static TheoryData<string, string> Options
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string verb, string option) in OptionTable.All.Where(static one => !Left.Contains(one.Option)).Select(static one => (one.Verb, one.Option)).Distinct())
            {
                data.Add(verb, option);
            }

            return data;
        }
    }

    [Fact]
    public void No_text_is_kept_of_an_option_that_is_no_more() => Assert.Equal(
        Options.Select(static row => $"{row[0]}{((string)row[1])[1..]}").Order(StringComparer.Ordinal),
        Directory.GetFiles(Repository.PathTo("tests/Cli.Tests/Expected/options")).Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Options))]
    public void Runs_with_an_option_say_and_write_what_is_kept(string verb, string option) => Golden.Check(
        $"options/{verb}{option[1..]}",
        string.Join('\n', OptionTable.All.Where(known => known.Verb == verb && known.Option == option)
            .SelectMany(static known => new[] { $"{known.Verb} {known.Words} {known.First}", $"{known.Verb} {known.Words} {known.Second}" })
            .Select(static line => string.Join(' ', line.Replace("{RESULT", "<r", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => word.StartsWith("<r", StringComparison.Ordinal) ? word.Replace('}', '>') : word)))
            .Distinct()
            .Select(line => line.StartsWith("train ", StringComparison.Ordinal) && !line.Contains("--out", StringComparison.Ordinal) ? $"{line} --out <m>" : line)
            .Select(line => line.StartsWith("sample ", StringComparison.Ordinal) && !line.Contains('<', StringComparison.Ordinal) ? $"{line} --out <r.npy>" : line)
            .Select(line => Kept.Of(inputs.Files, line))));
}
