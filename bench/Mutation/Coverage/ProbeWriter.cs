using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ScoreSde.Mutation.Coverage;

/// <summary>
/// Rewrites a file so that each piece of code that is called (a method, an accessor, a function within another) leaves a mark when it runs. What runs once
/// and is kept, the initialisers of types, has no mark.
/// </summary>
internal sealed class ProbeWriter(SemanticModel model, int first) : CSharpSyntaxRewriter
{
    /// <summary>The pieces that have a mark, in the order of their marks, which count from <c>first</c>.</summary>
    public List<TextSpan> Places { get; } = [];

    /// <summary>Fields that nothing outside the file sees: what they are set to matters where its code runs.</summary>
    public List<TextSpan> Private { get; } = [];

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (!node.Modifiers.Any(static word => word.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword))
        {
            Private.Add(node.Span);
        }

        return base.VisitFieldDeclaration(node);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        StatementSyntax mark = Mark(node, node.Body, node.ExpressionBody);
        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return Body(mark, visited.Body, visited.ExpressionBody, ReturnsNothing(node)) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body) : visited;
    }

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node)
    {
        StatementSyntax mark = Mark(node, node.Body, node.ExpressionBody);
        var visited = (OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!;
        return Body(mark, visited.Body, visited.ExpressionBody, false) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body) : visited;
    }

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node)
    {
        StatementSyntax mark = Mark(node, node.Body, node.ExpressionBody);
        var visited = (ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!;
        return Body(mark, visited.Body, visited.ExpressionBody, false) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body) : visited;
    }

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        if (node.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            return node;
        }

        StatementSyntax mark = Mark(node, node.Body, node.ExpressionBody);
        var visited = (ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!;
        return Body(mark, visited.Body, visited.ExpressionBody, true) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body) : visited;
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        StatementSyntax mark = Mark(node, node.Body, node.ExpressionBody);
        var visited = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        return Body(mark, visited.Body, visited.ExpressionBody, !node.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } body
            ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body)
            : visited;
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        StatementSyntax mark = Mark(node, null, node.ExpressionBody);
        var visited = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return Body(mark, null, visited.ExpressionBody, false) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(body)) : visited;
    }

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        StatementSyntax mark = Mark(node, null, node.ExpressionBody);
        var visited = (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)!;
        return Body(mark, null, visited.ExpressionBody, false) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(body)) : visited;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        StatementSyntax mark = Mark(node, node.Body, node.ExpressionBody);
        var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        return Body(mark, visited.Body, visited.ExpressionBody, ReturnsNothing(node)) is { } body ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(body) : visited;
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Lambda(node, base.VisitSimpleLambdaExpression);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Lambda(node, base.VisitParenthesizedLambdaExpression);

    private static AccessorListSyntax Getter(BlockSyntax body) =>
        SyntaxFactory.AccessorList([SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, body)]);

    private static BlockSyntax? Body(StatementSyntax mark, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow, bool nothing) => (block, arrow) switch
    {
        ({ } statements, _) => statements.WithStatements(statements.Statements.Insert(0, mark)),
        (_, { } value) => SyntaxFactory.Block(mark, Return(value.Expression, nothing)),
        _ => null,
    };

    private static StatementSyntax Return(ExpressionSyntax value, bool nothing) => value switch
    {
        ThrowExpressionSyntax fault => SyntaxFactory.ThrowStatement(fault.Expression),
        _ when nothing => SyntaxFactory.ExpressionStatement(value),
        _ => SyntaxFactory.ReturnStatement(value),
    };

    private SyntaxNode? Lambda<T>(T node, Func<T, SyntaxNode?> visit)
        where T : LambdaExpressionSyntax
    {
        // One that is given as a tree of expressions cannot have statements.
        bool isCode = model.GetTypeInfo(node).ConvertedType is not { Name: "Expression" } && node.AsyncKeyword.RawKind == 0;
        if (!isCode)
        {
            return visit(node);
        }

        StatementSyntax mark = Mark(node);
        bool nothing = ReturnsNothing(node);
        var visited = (T)visit(node)!;
        BlockSyntax body = visited.Block is { } block
            ? block.WithStatements(block.Statements.Insert(0, mark))
            : SyntaxFactory.Block(mark, Return(visited.ExpressionBody!, nothing));
        return visited.WithBody(body);
    }

    private bool ReturnsNothing(SyntaxNode node) =>
        ((model.GetDeclaredSymbol(node) ?? model.GetSymbolInfo(node).Symbol) as IMethodSymbol)?.ReturnsVoid ?? false;

    private StatementSyntax Mark(SyntaxNode node, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow) =>
        block is null && arrow is null ? SyntaxFactory.EmptyStatement() : Mark(node);

    private StatementSyntax Mark(SyntaxNode node)
    {
        Places.Add(node.Span);
        return SyntaxFactory.ParseStatement($"global::{Marks.Type}.{Marks.Field}[{first + Places.Count - 1}] = 1;");
    }
}
