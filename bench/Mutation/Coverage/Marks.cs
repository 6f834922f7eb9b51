namespace ScoreSde.Mutation.Coverage;

/// <summary>The type that is added to the project under test to keep the marks. Programs that a test starts write theirs into a folder at their end.</summary>
internal static class Marks
{
    public const string Type = "ScoreSdeMutationMarks";
    public const string Field = "Seen";

    /// <summary>The variable of the environment that has the id of the tests' process, a colon, and the folder.</summary>
    public const string Variable = "SCORESDE_MUTATION_MARKS";

    public static string Source(int count) => $$"""
        internal static class {{Type}}
        {
            public static readonly byte[] {{Field}} = new byte[{{count}}];

            static {{Type}}()
            {
                string[] words = (System.Environment.GetEnvironmentVariable("{{Variable}}") ?? "").Split(new[] { ':' }, 2);
                if (words.Length == 2 && words[0] != System.Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture))
                {
                    System.AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.WriteAllText(
                        System.IO.Path.Combine(words[1], System.Guid.NewGuid().ToString("N")),
                        string.Join(' ', System.Linq.Enumerable.Where(System.Linq.Enumerable.Range(0, {{Field}}.Length), i => {{Field}}[i] != 0)));
                }
            }
        }
        """;
}
